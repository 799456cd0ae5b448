namespace StreamWavFile;

/// <summary>Shows a call while it runs.</summary>
internal interface ICallView
{
    /// <summary>Shows the progress until the call is over, whatever became of it.</summary>
    Task FollowAsync(CallProgress progress, Task call);
}
