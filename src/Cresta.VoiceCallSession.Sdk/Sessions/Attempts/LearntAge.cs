using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>
/// What a call has learnt of how old its streams may get. OUT_OF_RANGE and DEADLINE_EXCEEDED are how servers end a stream for its age. ABORTED and OK end streams for other reasons, too,
/// and one chance end must not have a call replace its streams ever after: they have to come twice at about the same age.
/// </summary>
internal sealed class LearntAge
{
    /// <summary>Below this an end says nothing about a limit of age.</summary>
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(1);

    private const double Alike = 0.1;

    private TimeSpan? _suspected;

    /// <summary>The age at which streams are ended; null as long as none is known.</summary>
    public TimeSpan? Limit { get; private set; }

    /// <summary>A server ended a stream that worked.</summary>
    /// <returns>Whether the stream's age may have been the reason.</returns>
    public bool OnEnded(StatusCode code, TimeSpan age)
    {
        if (age < ShortestLimit)
        {
            return false;
        }

        switch (code)
        {
            case StatusCode.OutOfRange or StatusCode.DeadlineExceeded:
                Learn(age);
                return true;
            case StatusCode.Aborted or StatusCode.OK:
                if (_suspected is { } before && (age - before).Duration() <= before * Alike)
                {
                    Learn(age < before ? age : before);
                }

                _suspected = age;
                return true;
            default:
                return false;
        }
    }

    private void Learn(TimeSpan age) => Limit = Limit is { } shorter && shorter < age ? shorter : age;
}
