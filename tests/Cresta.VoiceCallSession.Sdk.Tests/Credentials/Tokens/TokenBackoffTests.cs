using Cresta.VoiceCallSession.Sdk.Credentials.Tokens;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cresta.VoiceCallSession.Sdk.Tests.Credentials.Tokens;

public sealed class TokenBackoffTests
{
    private static readonly VoiceCallSessionException Refusal = new(StatusCode.Unauthenticated, "Refused.");

    private readonly FakeTimeProvider _time = new();
    private readonly TokenBackoff _backoff;

    public TokenBackoffTests() => _backoff = new TokenBackoff(_time);

    [Fact]
    public void A2_each_refusal_of_the_same_secret_doubles_the_wait_up_to_ten_minutes()
    {
        foreach (var minutes in new[] { 1, 2, 4, 8, 10, 10 })
        {
            _backoff.SecretRefused("wrong", Refusal);
            _time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            var failure = Assert.Throws<VoiceCallSessionException>(() => _backoff.ThrowIfRefused("wrong"));
            Assert.Equal((StatusCode.Unauthenticated, false), (failure.StatusCode, failure.IsTransient));
            Assert.EndsWith("The same secret is not tried again for another 1 s.", failure.Message, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(1));
            _backoff.ThrowIfRefused("wrong");
        }
    }

    [Fact]
    public void A2_another_secret_is_tried_at_once_and_begins_anew()
    {
        _backoff.SecretRefused("wrong", Refusal);
        _backoff.SecretRefused("wrong", Refusal);
        _backoff.ThrowIfRefused("other");
        _backoff.ThrowIfDelayed();

        _backoff.SecretRefused("other", Refusal);
        _time.Advance(TimeSpan.FromMinutes(1));
        _backoff.ThrowIfRefused("other");
    }

    [Fact]
    public void A2_a_success_forgets_the_refusals()
    {
        _backoff.SecretRefused("secret", Refusal);
        _backoff.Release();
        _backoff.ThrowIfRefused("secret");
    }

    [Fact]
    public void A1_a_wait_that_the_endpoint_asks_for_is_kept_up_to_five_minutes()
    {
        _backoff.Delay(new VoiceCallSessionException(StatusCode.ResourceExhausted, "Busy.")
        {
            IsTransient = true,
            RetryAfter = TimeSpan.FromDays(7)
        }, TimeSpan.FromDays(7));

        var failure = Assert.Throws<VoiceCallSessionException>(_backoff.ThrowIfDelayed);
        Assert.Equal((true, (TimeSpan?)TimeSpan.FromMinutes(5)), (failure.IsTransient, failure.RetryAfter));
        _time.Advance(TimeSpan.FromMinutes(5));
        _backoff.ThrowIfDelayed();
    }
}
