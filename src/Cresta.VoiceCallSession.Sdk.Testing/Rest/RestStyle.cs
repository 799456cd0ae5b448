namespace Cresta.VoiceCallSession.Sdk.Testing;

/// <summary>Generations of gateways: how answers and errors are named and shaped.</summary>
public enum RestStyle
{
    /// <summary>
    /// Like a grpc-gateway of version 2: lowerCamelCase names, defaults written out, errors <c>{"error":{"code","message","details"}}</c>.
    /// It is the shape of the service's public page.
    /// </summary>
    V2 = 0,

    /// <summary>
    /// Like a grpc-gateway of version 1: snake_case names, defaults left out, stream errors
    /// <c>{"error":{"grpc_code","http_code","message","http_status"}}</c>, unary errors <c>{"error":"…","message":"…","code":3}</c>.
    /// </summary>
    V1 = 1,
}
