using System.Runtime.InteropServices;

namespace Cresta.VoiceCallSession.Sdk.Testing.Messages;

/// <summary>One response of a stream, the same for both streaming methods.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Answer(string SequenceId, string ConversationName, Google.Rpc.Status Status);
