namespace StreamWavFile.View;

/// <summary>Shows a call while it runs.</summary>
internal interface ICallView
{
    /// <summary>Shows the progress until the call is over, also if it fails.</summary>
    Task FollowAsync(CallProgress progress, Task call);
}
