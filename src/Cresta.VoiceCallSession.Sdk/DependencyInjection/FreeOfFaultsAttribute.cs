using System.ComponentModel.DataAnnotations;

namespace Cresta.VoiceCallSession.Sdk.DependencyInjection;

/// <summary>Has nested options say what is wrong with them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FreeOfFaultsAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var faults = string.Join(' ', value switch
        {
            VoiceCallSessionRetryOptions retry => retry.Faults(),
            StreamReconnectOptions reconnect => reconnect.Faults(),
            StreamRotationOptions rotation => rotation.Faults(),
            StreamIdleOptions idle => idle.Faults(),
            AudioBufferOptions audio => audio.Faults(),
            HttpConnectionOptions http => http.Faults(),
            _ => [],
        });
        return faults.Length == 0 ? ValidationResult.Success : new ValidationResult(faults);
    }
}
