using Microsoft.Extensions.Options;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Generated: has the options say what is wrong with them.</summary>
[OptionsValidator]
internal sealed partial class VoiceCallSessionClientOptionsValidator : IValidateOptions<VoiceCallSessionClientOptions>;
