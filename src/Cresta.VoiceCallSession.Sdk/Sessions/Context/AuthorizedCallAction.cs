namespace Cresta.VoiceCallSession.Sdk.Sessions.Context;

/// <summary>The action after the failure of an attempt.</summary>
internal enum AuthorizedCallAction
{
    Fail,
    RepeatOverOtherTransport,
    RepeatWithNewToken,
}
