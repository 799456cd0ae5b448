using System.Reflection;
using Cresta.VoiceCallSession.Sdk.DependencyInjection;

namespace Cresta.VoiceCallSession.Sdk.Tests.DependencyInjection;

/// <summary>The table of keys is written by hand; nothing may be missing from it.</summary>
public sealed class ClientOptionKeysTests
{
    // What no configuration can hold.
    private static readonly string[] CodeOnly = ["Credential", "LoggerFactory", "TimeProvider", "Retry:ShouldRetry",
        "Http:ConfigureHandler"];

    private static readonly string[] Samples =
        ["http://x", "7", "00:00:07", "true", "false", "Auto", "Unwritten", "CloseStream", "DropNewest", "Refuse", "CallHold"];

    [Fact]
    public void Every_option_has_a_key_or_is_for_code_alone() => Assert.Equal(
        Properties(typeof(VoiceCallSessionClientOptions), "").Order(StringComparer.Ordinal),
        ClientOptionKeys.All.Select(key => key.Path).Concat(CodeOnly).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_of_a_credential_has_a_key() => Assert.Equal(
        Properties(typeof(CrestaCredentialOptions), "").Order(StringComparer.Ordinal),
        CredentialOptionKeys.All.Select(key => key.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Options_are_alike_until_any_one_differs()
    {
        Assert.True(ClientOptionKeys.AreAlike(new VoiceCallSessionClientOptions(), new VoiceCallSessionClientOptions()));
        foreach (var key in ClientOptionKeys.All)
        {
            var other = new VoiceCallSessionClientOptions();
            var set = Samples.Any(
                text => key.TrySet(other, text) is null && !ClientOptionKeys.AreAlike(new VoiceCallSessionClientOptions(), other));
            Assert.True(set, key.Path);
        }

        AssertUnlike(o => o.Credential = CrestaCredential.FromApiKey("k"));
        AssertUnlike(o => o.Retry.ShouldRetry = _ => false);
        AssertUnlike(o => o.Http.ConfigureHandler = _ => { });
        AssertUnlike(o => o.TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
    }

    private static void AssertUnlike(Action<VoiceCallSessionClientOptions> change)
    {
        var other = new VoiceCallSessionClientOptions();
        change(other);
        Assert.False(ClientOptionKeys.AreAlike(new VoiceCallSessionClientOptions(), other));
    }

    private static IEnumerable<string> Properties(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var nested in Properties(property.PropertyType, $"{path}{property.Name}:"))
                {
                    yield return nested;
                }
            }
            else
            {
                yield return path + property.Name;
            }
        }
    }
}
