using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>
/// The age at which a server ends the streams of a call, as far as it can be observed. A status that ends streams for their age sets it at
/// once, others (ABORTED, OK) if two streams end so at about the same age. It is tested again and again: after one stream that was replaced
/// in time, then after 2, 4, … up to 64, the next stream is left alone. If the server ends that one at about the age, the limit is
/// confirmed; if it lives on, there is none, and it is forgotten.
/// </summary>
internal sealed class ObservedStreamAge
{
    private const double Tolerance = 0.1;
    private const int MostReplacedBetweenTests = 64;

    /// <summary>Below this an end says nothing about a limit of age.</summary>
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(1);

    private TimeSpan? _limit;
    private TimeSpan? _suspected;
    private int _replacedBetweenTests = 1;
    private int _replaced;

    /// <summary>The age before which the stream in use is to be replaced; null if no limit is known, or the stream tests it.</summary>
    public TimeSpan? Limit => IsTested ? null : _limit;

    /// <summary>Whether the stream in use is left alone to see whether the limit is still there.</summary>
    private bool IsTested => _replaced >= _replacedBetweenTests;

    /// <summary>A stream was replaced before it reached the limit.</summary>
    public void OnReplaced() => _replaced++;

    /// <summary>A stream that worked has ended, or is older than the limit.</summary>
    public void OnSurvived(TimeSpan age)
    {
        if (_limit is { } limit && age > limit * (1 + Tolerance))
        {
            Forget();
        }
    }

    /// <summary>The server ended a stream that worked.</summary>
    public void OnEnded(StatusCode code, TimeSpan age)
    {
        if (age < ShortestLimit)
        {
            return;
        }

        OnSurvived(age);
        switch (code)
        {
            case StatusCode.OutOfRange or StatusCode.DeadlineExceeded:
                Set(age);
                break;
            case StatusCode.Aborted or StatusCode.OK:
                if (_suspected is { } before && IsAbout(age, before))
                {
                    Set(age < before ? age : before);
                }

                _suspected = age;
                break;
            default:
                break;
        }
    }

    private void Set(TimeSpan age)
    {
        if (_limit is { } limit && IsAbout(age, limit))
        {
            _replacedBetweenTests = Math.Min(_replacedBetweenTests * 2, MostReplacedBetweenTests);
        }
        else
        {
            _replacedBetweenTests = 1;
        }

        _replaced = 0;
        _limit = _limit is { } shorter && shorter < age ? shorter : age;
    }

    private void Forget()
    {
        _limit = null;
        _suspected = null;
        _replacedBetweenTests = 1;
        _replaced = 0;
    }

    private static bool IsAbout(TimeSpan age, TimeSpan other) => (age - other).Duration() <= other * Tolerance;
}
