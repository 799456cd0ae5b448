using Cresta.VoiceCallSession.Sdk.Sessions.Telemetry;
using Cresta.VoiceCallSession.Sdk.Validation;

namespace Cresta.VoiceCallSession.Sdk.Client;

/// <summary>The platform call ids of a client's live calls, those that are being opened included.</summary>
internal sealed class LiveCallIds
{
    private readonly Dictionary<string, List<Task>> _calls = new(StringComparer.Ordinal);

    /// <summary>Books a call.</summary>
    /// <param name="callId">Its platform call id.</param>
    /// <param name="completion">Completes when it is over; from then on its id is free, whether or not it has left.</param>
    /// <param name="options">The client's.</param>
    /// <exception cref="InvalidOperationException">Another call has the id, and the options refuse that. Nothing is booked.</exception>
    public void Enter(string callId, Task completion, VoiceCallSessionClientOptions options)
    {
        bool isDuplicate;
        lock (_calls)
        {
            if (!_calls.TryGetValue(callId, out var calls))
            {
                _calls.Add(callId, calls = []);
            }

            isDuplicate = calls.Exists(static call => !call.IsCompleted);
            if (isDuplicate && options.DuplicateCallIds == DuplicateCallIdPolicy.Refuse)
            {
                throw new InvalidOperationException(
                    $"The call {QuotedValue.Quote(callId)} is already live in this client; end it before you open it again, or set "
                        + $"DuplicateCallIds to Warn or Allow if one call has several streams.");
            }

            calls.Add(completion);
        }

        if (isDuplicate && options.DuplicateCallIds == DuplicateCallIdPolicy.Warn)
        {
            CallLog.DuplicateCallId(options.CreateLogger(CallLog.Category), callId);
        }
    }

    public void Leave(string callId, Task completion)
    {
        lock (_calls)
        {
            if (_calls.TryGetValue(callId, out var calls) && calls.Remove(completion) && calls.Count == 0)
            {
                _calls.Remove(callId);
            }
        }
    }
}
