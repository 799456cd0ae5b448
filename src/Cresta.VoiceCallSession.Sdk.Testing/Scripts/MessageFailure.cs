namespace Cresta.VoiceCallSession.Sdk.Testing.Scripts;

/// <summary>A failing <c>session_status</c> for the messages that match; the stream goes on.</summary>
internal sealed record MessageFailure(Func<ReceivedMessage, bool> Matches, ScriptedStatus Status);
