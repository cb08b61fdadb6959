package live

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

const (
	secretPrefix = "whsec_"
	publicPrefix = "whpk_"
	idPrefix     = "msg_"
	excerpt      = 1000 // bytes of an answer that are kept
)

// NewSecret makes the secret of a webhook, as Standard Webhooks writes it: whsec_ and 32 random bytes in
// base64.
func NewSecret() string {
	var key [32]byte
	_, _ = rand.Read(key[:]) // it never fails (crypto/rand)
	return secretPrefix + base64.StdEncoding.EncodeToString(key[:])
}

// MessageID is the webhook-id of a delivery.
func MessageID(delivery uuid.UUID) string { return idPrefix + delivery.String() }

// sender posts deliveries, signed as Standard Webhooks 1.0.0 says.
type sender struct {
	key       ed25519.PrivateKey
	client    *http.Client
	userAgent string
}

func newSender(key ed25519.PrivateKey, allowPrivate bool, userAgent string) *sender {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if !allowPrivate {
		// It looks at the address that is really connected to, whatever the name or its notation says.
		dialer.Control = ssrf.New(ssrf.WithAnyPort()).Safe
	}
	return &sender{key: key, userAgent: userAgent, client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would connect to what the dialer refuses
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    5 * time.Second,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			MaxResponseHeaderBytes: 32 << 10,
			MaxIdleConns:           64,
			MaxIdleConnsPerHost:    mostForOne,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // a small answer must not become a large one
		},
	}}
}

func (s *sender) publicKey() string {
	public, _ := s.key.Public().(ed25519.PublicKey)
	return publicPrefix + base64.StdEncoding.EncodeToString(public)
}

// send makes one attempt and says what came of it. It follows no redirect and reads little of the answer.
func (s *sender) send(ctx context.Context, h record.Webhook, d record.Delivery, now time.Time) (a record.Attempt) {
	a.At = now
	started := time.Now()
	defer func() { a.TookMS = time.Since(started).Milliseconds() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(d.Payload))
	if err != nil {
		a.Error = "The address cannot be read."
		return a
	}
	id, stamp := MessageID(d.ID), strconv.FormatInt(now.Unix(), 10)
	signatures, err := s.signatures(h, now, id+"."+stamp+"."+string(d.Payload))
	if err != nil {
		a.Error = err.Error()
		return a
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": s.userAgent, "webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signatures,
	} {
		req.Header.Set(name, value)
	}
	res, err := s.client.Do(req)
	if err != nil {
		a.Error = whyNot(err)
		return a
	}
	defer res.Body.Close()
	a.Status = res.StatusCode
	body, err := io.ReadAll(io.LimitReader(res.Body, excerpt))
	a.Response = strings.ToValidUTF8(strings.ReplaceAll(string(body), "\x00", ""), "\uFFFD")
	switch {
	case res.StatusCode >= 300 && res.StatusCode < 400:
		a.Error = fmt.Sprintf("The receiver answered %d: redirects are not followed.", res.StatusCode)
	case res.StatusCode < 200 || res.StatusCode > 299:
		a.Error = fmt.Sprintf("The receiver answered %d.", res.StatusCode)
	case err != nil:
		a.Error = whyNot(err)
	}
	return a
}

// signatures are those of all secrets that are valid, and that of the service's own key.
func (s *sender) signatures(h record.Webhook, now time.Time, content string) (string, error) {
	secrets := []string{h.Secret}
	if h.OldSecret != "" && h.OldUntil != nil && now.Before(*h.OldUntil) {
		secrets = append(secrets, h.OldSecret)
	}
	out := make([]string, 0, 3)
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
		if err != nil {
			return "", errors.New("the webhook's secret cannot be read")
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(content))
		out = append(out, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	}
	return strings.Join(append(out, "v1a,"+base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, []byte(content)))), " "), nil
}

// whyNot says why there was no answer, in words that tell nothing of the network that the service is in.
func whyNot(err error) string {
	var (
		dns       *net.DNSError
		netErr    net.Error
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
	)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrProhibitedPort), errors.Is(err, ssrf.ErrInvalidHostPort):
		return "The address is not public: nothing was sent."
	case errors.As(err, &dns):
		return "The host's name was not found."
	case errors.As(err, &authority), errors.As(err, &hostname), errors.As(err, &invalid):
		return "The receiver's certificate is not valid for its name."
	case errors.As(err, &record):
		return "The receiver does not speak TLS."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "The receiver refused the connection."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return fmt.Sprintf("The receiver did not answer within %d seconds.", int(sendTime.Seconds()))
	}
	return "The connection ended before there was an answer."
}
