using System.Diagnostics;

namespace Cresta.VoiceCallSession.Sdk.Telemetry;

/// <summary>Starts and ends spans so that neither what their listeners throw, nor the change of the current span, reaches a call.</summary>
internal static class SafeActivity
{
    /// <summary>Starts a span, as the current one, if anybody wants it.</summary>
    public static Activity? Start(
        string name, ActivityKind kind, ActivityContext parent, ServerTags server, IEnumerable<KeyValuePair<string, object?>> tags,
            IEnumerable<ActivityLink>? links = null)
    {
        var before = Activity.Current;
        try
        {
            return Instruments.Activities.StartActivity(kind, parent, [.. tags, server.Address, server.Port], links, name: name);
        }
#pragma warning disable CA1031 // A listener's fault costs its span, not a call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            server.Errors.OnThrown(CallbackKind.TraceListener, e);
            Activity.Current = before;
            return null;
        }
    }

    /// <summary>Ends a span, from whichever flow of control.</summary>
    public static void End(Activity? activity, ServerTags server)
    {
        if (activity is null)
        {
            return;
        }

        // The end of a span makes current whatever was so when it began, which is nothing to do with the one who ends it.
        var current = ReferenceEquals(Activity.Current, activity) ? activity.Parent : Activity.Current;
        try
        {
            activity.Dispose();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            server.Errors.OnThrown(CallbackKind.TraceListener, e);
        }

        Activity.Current = current;
    }
}
