using FsCheck;
using FsCheck.Fluent;

namespace Cresta.VoiceCallSession.Sdk.Tests.Messages;

/// <summary>A random payload of plain values.</summary>
public sealed record PayloadTree(IReadOnlyDictionary<string, object?> Root)
{
    private static readonly string[] Pieces = ["a", "Z", "0", " ", "\n", "\0", "\"", "\\", "é", "\u2028", "\U0001F4DE", "\uFFFD"];

    public static Arbitrary<PayloadTree> Arbitrary() => Map(4).Select(root => new PayloadTree(root)).ToArbitrary();

    private static Gen<string> Text() => Gen.Elements(Pieces).ListOf().Select(string.Concat);

    private static Gen<Dictionary<string, object?>> Map(int depth) => Key().Zip(Node(depth)).ListOf().Resize(6).Select(entries =>
        entries.DistinctBy(e => e.Item1, StringComparer.Ordinal).ToDictionary(e => e.Item1, e => e.Item2, StringComparer.Ordinal));

    private static Gen<string> Key() => Text().Select(text => "k" + text);

    private static Gen<object?> Node(int depth) => depth == 0
        ? Leaf()
        : Gen.OneOf(
            Leaf(),
            Gen.Constant(depth).SelectMany(d => Map(d - 1)).Select(map => (object?)map),
            Gen.Constant(depth).SelectMany(d => Node(d - 1).ListOf().Resize(6)).Select(list => (object?)list.ToArray()));

    private static Gen<object?> Leaf() => Gen.OneOf(
        Gen.Constant((object?)null),
        Gen.Elements(true, false).Select(v => (object?)v),
        Text().Select(v => (object?)v),
        Gen.Choose(int.MinValue, int.MaxValue).Select(v => (object?)v),
        Gen.Elements(0L, -(1L << 53), 1L << 53, 42L).Select(v => (object?)v),
        Gen.Choose(-1_000_000, 1_000_000).Select(v => (object?)(v / 1000m)),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(v => (object?)v.Get));
}
