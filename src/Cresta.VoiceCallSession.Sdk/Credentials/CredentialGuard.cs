using Cresta.VoiceCallSession.Sdk.Http;

namespace Cresta.VoiceCallSession.Sdk.Credentials;

/// <summary>Plain http carries a credential only to this very machine, unless an option allows more by name.</summary>
internal static class CredentialGuard
{
    public static bool MayTravel(Uri endpoint, CrestaCredential credential, bool allowInsecure) =>
        credential.IsAnonymous || allowInsecure || LoopbackAddress.Is(endpoint)
        || string.Equals(endpoint.Scheme, Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
}
