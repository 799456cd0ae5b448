using Cresta.VoiceCallSession.Sdk.Errors;
using Grpc.Core;

namespace Cresta.VoiceCallSession.Sdk.Sessions.Attempts;

/// <summary>Tells failures of the instance that a connection leads to from those that any instance would have.</summary>
internal static class InstanceFaults
{
    /// <summary>Whether the failure may be that of one instance, so that a later try should go over another connection.</summary>
    public static bool IsPossible(VoiceCallSessionException failure) => failure.Origin switch
    {
        FailureOrigin.Credential => false,
        FailureOrigin.Service =>
            failure.StatusCode is StatusCode.Unavailable or StatusCode.Unimplemented || StreamEndClassifier.IsPossiblyAboutMessage(failure),
        _ => failure.StatusCode is not (StatusCode.ResourceExhausted or StatusCode.InvalidArgument),
    };
}
