namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>What a refusal before the first answer carries. An error after an answer is always a line of JSON.</summary>
public enum RestErrorBody
{
    /// <summary>JSON, as the <see cref="RestStyle"/> has it.</summary>
    Json = 0,

    /// <summary>The message as plain text, as some proxies make it: the HTTP status alone tells the code.</summary>
    PlainText = 1,

    /// <summary>A page of HTML without the message: the HTTP status alone tells the code.</summary>
    Html = 2,

    /// <summary>Nothing.</summary>
    Empty = 3,
}
