using System.Globalization;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>One value of a configuration, and the option that it sets.</summary>
/// <param name="Path">The key below the section.</param>
/// <param name="TrySet">Sets the option from text, or says what to give instead.</param>
/// <param name="Get">The option's value.</param>
internal sealed record OptionKey<TOptions>(string Path, Func<TOptions, string, string?> TrySet, Func<TOptions, object?> Get)
{
    /// <summary>Whether the value must not be shown.</summary>
    public bool IsSecret { get; init; }

    public static OptionKey<TOptions> Text(string path, Func<TOptions, string?> get, Action<TOptions, string> set) =>
        Parsed(path, get, set, static text => text, "text");

    public static OptionKey<TOptions> Switch(string path, Func<TOptions, bool> get, Action<TOptions, bool> set) =>
        Parsed(path, o => get(o), (o, value) => set(o, value!.Value),
            static text => bool.TryParse(text, out var value) ? value : (bool?)null, "true or false");

    public static OptionKey<TOptions> Whole(string path, Func<TOptions, int> get, Action<TOptions, int> set) => Parsed(
        path,
        o => get(o),
        (o, value) => set(o, value!.Value),
        static text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : (int?)null,
        "a whole number");

    public static OptionKey<TOptions> Number(string path, Func<TOptions, double> get, Action<TOptions, double> set) => Parsed(
        path,
        o => get(o),
        (o, value) => set(o, value!.Value),
        static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (double?)null,
        "a number");

    public static OptionKey<TOptions> Time(string path, Func<TOptions, TimeSpan?> get, Action<TOptions, TimeSpan> set) =>
        Parsed(path, get, (o, value) => set(o, value!.Value), ParseTime,
            "a time as hours, minutes and seconds, such as 00:00:30 or 00:00:00.5");

    public static OptionKey<TOptions> Choice<TEnum>(string path, Func<TOptions, TEnum?> get, Action<TOptions, TEnum> set)
        where TEnum : struct, Enum =>
        Parsed(path, get, (o, value) => set(o, value!.Value), ParseName<TEnum>, $"one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    public static OptionKey<TOptions> Address(string path, Func<TOptions, Uri?> get, Action<TOptions, Uri> set) => Parsed(
        path, get, set, static text => Uri.TryCreate(text, UriKind.Absolute, out var value)
            ? value : null, "an absolute address, such as https://api.example.cresta.com");

    private static OptionKey<TOptions> Parsed<TValue>(
        string path, Func<TOptions, TValue?> get, Action<TOptions, TValue> set, Func<string, TValue?> parse, string wanted) => new(
        path,
        (options, text) =>
        {
            if (parse(text) is not { } value)
            {
                return wanted;
            }

            set(options, value);
            return null;
        },
        options => get(options));

    // A bare number would be taken for days.
    private static TimeSpan? ParseTime(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static TEnum? ParseName<TEnum>(string text)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text.Trim()[0]) ? value
            : null;
}
