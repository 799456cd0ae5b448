using System.Runtime.InteropServices;
using Cresta.VoiceCallSession.V1;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Testing.Records;

/// <summary>The simple values of a record, copied together so that a reader sees them of one moment.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CallState
{
    public StreamingConfig? Configuration;
    public string? ConversationName;
    public long Messages;
    public long Answers;
    public long AudioBytes;
    public bool HalfClosed;
    public CallEnding Ending;
    public Status? Status;
    public DateTimeOffset StartedAt;
    public DateTimeOffset? EndedAt;
}
