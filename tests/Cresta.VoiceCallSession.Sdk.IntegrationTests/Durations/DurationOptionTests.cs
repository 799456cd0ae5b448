using System.Text.RegularExpressions;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Durations;

/// <summary>Every option that is a duration, at its edges: refused by a message that names it, or the SDK works with it.</summary>
public sealed class DurationOptionTests
{
    public static TheoryData<string, string, string> Edges()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var option in DurationOption.FindAll())
        {
            foreach (var edge in new[] { "least", "negative", "0", "1 tick", "10 ms", "maximum", "beyond", "greatest" })
            {
                data.Add(option.Root.Name, option.Name, edge);
            }
        }

        return data;
    }

    [Fact]
    public void The_options_are_found() =>
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "RequestTimeout", "Http.ConnectTimeout", "Retry.BaseDelay",
                "Reconnect.MaxOutage", "Rotation.MaxStreamAge", "Idle.After", "Audio.MaxChunkLatency", "CheckTimeout", "CacheDuration",
                "AttemptTimeout" },
            DurationOption.FindAll().Select(option => option.Name).ToHashSet(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Edges))]
    public async Task An_edge_is_refused_by_name_or_works(string root, string name, string edge)
    {
        var option = DurationOption.FindAll()
            .Single(o => string.Equals(o.Root.Name, root, StringComparison.Ordinal)
            && string.Equals(o.Name, name, StringComparison.Ordinal));
        var maximum = MaximumOf(option);
        if (edge == "beyond" && maximum == TimeSpan.MaxValue)
        {
            return;
        }

        var value = edge switch
        {
            "least" => TimeSpan.MinValue,
            "negative" => TimeSpan.FromTicks(-1),
            "0" => TimeSpan.Zero,
            "1 tick" => TimeSpan.FromTicks(1),
            "10 ms" => TimeSpan.FromMilliseconds(10),
            "maximum" => maximum,
            "beyond" => maximum + TimeSpan.FromTicks(1),
            _ => TimeSpan.MaxValue,
        };
        if (RefusalOf(option, value) is { } refusal)
        {
            Assert.True(edge is not "maximum", refusal);
            Assert.Matches($@"\b{Regex.Escape(option.Name)} is {Regex.Escape(value.ToString())}[;,].* give ", refusal);
            return;
        }

        Assert.True(edge is not ("least" or "negative" or "beyond"), $"{option.Name} takes {value}");
        foreach (var transport in Transports.Both)
        {
            await WorkAsync(option, value, transport, mayBeTooShort: value < TimeSpan.FromSeconds(1)).WaitAsync(CallRig.Watchdog);
        }
    }

    /// <summary>The refusal of the constructor, or of the method that takes the options; null if there is none.</summary>
    private static string? RefusalOf(DurationOption option, TimeSpan value)
    {
        try
        {
            DurationOptionUse.Validate(option, value);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>The greatest value that is taken, to the tick.</summary>
    private static TimeSpan MaximumOf(DurationOption option)
    {
        if (RefusalOf(option, TimeSpan.MaxValue) is null)
        {
            return TimeSpan.MaxValue;
        }

        // One second is fit for every option.
        var (fits, unfit) = (TimeSpan.FromSeconds(1), TimeSpan.MaxValue);
        Assert.Null(RefusalOf(option, fits));
        while (unfit - fits > TimeSpan.FromTicks(1))
        {
            var middle = fits + ((unfit - fits) / 2);
            (fits, unfit) = RefusalOf(option, middle) is null ? (middle, unfit) : (fits, middle);
        }

        return fits;
    }

    /// <summary>A duration that is too short for anything may fail what it limits, as a time-out.</summary>
    private static async Task WorkAsync(DurationOption option, TimeSpan value, VoiceCallSessionTransport transport, bool mayBeTooShort)
    {
        try
        {
            await DurationOptionUse.WorkAsync(option, value, transport);
        }
        catch (VoiceCallSessionException e) when (mayBeTooShort && e.StatusCode is StatusCode.DeadlineExceeded or StatusCode.Unavailable)
        {
            Assert.NotEmpty(e.Message);
        }
    }
}
