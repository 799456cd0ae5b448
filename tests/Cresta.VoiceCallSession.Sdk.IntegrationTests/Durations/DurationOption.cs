using System.Reflection;

namespace Cresta.VoiceCallSession.Sdk.IntegrationTests.Durations;

/// <summary>An option that is a duration, in one of the SDK's options classes or an options class within it.</summary>
/// <param name="Root">The options class that is given to the SDK.</param>
/// <param name="Path">The properties that lead to the option.</param>
public sealed record DurationOption(Type Root, IReadOnlyList<PropertyInfo> Path)
{
    public string Name => string.Join('.', Path.Select(property => property.Name));

    /// <summary>Every such option, found by reflection.</summary>
    public static IEnumerable<DurationOption> FindAll()
    {
        var nested = AllOptions.SelectMany(type => type.GetProperties()).Select(property => property.PropertyType)
            .Where(AllOptions.Contains).ToHashSet();
        return AllOptions.Where(type => !nested.Contains(type))
            .SelectMany(root => Within(root, []).Select(path => new DurationOption(root, path)));
    }

    /// <summary>Sets the option in new options of its root's type, and the limit above a back-off's base with it.</summary>
    public object With(TimeSpan value, object options)
    {
        var owner = Path.SkipLast(1).Aggregate(options, (current, property) => property.GetValue(current)!);
        Path[^1].SetValue(owner, value);
        if (string.Equals(Path[^1].Name, nameof(VoiceCallSessionRetryOptions.BaseDelay), StringComparison.Ordinal))
        {
            owner.GetType().GetProperty(nameof(VoiceCallSessionRetryOptions.MaxDelay))!.SetValue(owner, value);
        }

        return options;
    }

    public override string ToString() => $"{Root.Name}.{Name}";

    private static HashSet<Type> AllOptions { get; } =
        [.. typeof(VoiceCallSessionClient).Assembly.GetExportedTypes().Where(
            type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))];

    private static IEnumerable<IReadOnlyList<PropertyInfo>> Within(Type type, IReadOnlyList<PropertyInfo> path)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanRead))
        {
            if (property.CanWrite && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(TimeSpan))
            {
                yield return [.. path, property];
            }
            else if (AllOptions.Contains(property.PropertyType))
            {
                foreach (var inner in Within(property.PropertyType, [.. path, property]))
                {
                    yield return inner;
                }
            }
        }
    }
}
