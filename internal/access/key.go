package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"math/big"
	"strings"
)

// The parts of a key in order, in characters of base 62. A fixed length for
// each lets an id be cut out without a separator, which a double click would
// stop at.
const (
	keyPrefix      = "rc_"
	idBytes        = 8
	idLength       = 11 // 62^11 > 2^64
	secretBytes    = 32
	secretLength   = 43 // 62^43 > 2^256
	checksumLength = 6  // 62^6 > 2^32
	idEnd          = len(keyPrefix) + idLength
	checksumStart  = idEnd + secretLength
	keyLength      = checksumStart + checksumLength
)

const base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// What [ParseKey] answers for a text that no database needs to be asked about.
var (
	// ErrKeyForm says that a text does not have the form of an API key.
	ErrKeyForm = errors.New("not an API key: a key is rc_ and 60 letters and digits")
	// ErrKeyChecksum says that a text has the form of an API key but was never
	// issued as one: characters were mistyped, swapped or lost.
	ErrKeyChecksum = errors.New("mistyped API key: its checksum does not match")
)

// Key is an API key: `rc_`, 11 characters of public id, 43 of secret (256
// random bits) and 6 of checksum, 63 in all, each after the prefix one of
// [0-9A-Za-z]. The checksum is the CRC-32 (IEEE) of all that stands before it.
// It tells a typo from a revoked key, and lets secret scanners recognise a
// leaked key, without asking a database; it protects nothing.
//
// However a Key is printed, logged or encoded, only its id shows. [Key.Reveal]
// is the one way to the whole. The zero Key is no key: it has no id and matches
// no hash.
type Key struct {
	id string
	// A func, not a string: fmt prints the unexported fields of a struct that
	// holds a Key without asking the Key's methods, and of a func it can print
	// only the address. It also makes == on keys, which is not constant-time, a
	// compile error.
	whole func() string
}

// NewKey makes a key from 40 bytes of random, which is crypto/rand.Reader
// everywhere but in tests. The error is random's.
func NewKey(random io.Reader) (Key, error) {
	var entropy [idBytes + secretBytes]byte
	if _, err := io.ReadFull(random, entropy[:]); err != nil {
		return Key{}, fmt.Errorf("access: reading randomness for a key: %w", err)
	}
	body := keyPrefix + encode(entropy[:idBytes], idLength) + encode(entropy[idBytes:], secretLength)
	return keyOf(body + checksum(body)), nil
}

// ParseKey reads a key as [Key.Reveal] writes it, spaces around it not
// included. The error is [ErrKeyForm] or [ErrKeyChecksum] and never repeats the
// text.
func ParseKey(text string) (Key, error) {
	if len(text) != keyLength || !strings.HasPrefix(text, keyPrefix) {
		return Key{}, ErrKeyForm
	}
	for _, c := range []byte(text[len(keyPrefix):]) {
		if strings.IndexByte(base62, c) < 0 {
			return Key{}, ErrKeyForm
		}
	}
	if checksum(text[:checksumStart]) != text[checksumStart:] {
		return Key{}, ErrKeyChecksum
	}
	return keyOf(text), nil
}

func keyOf(whole string) Key {
	// The id is copied: a log line that keeps it must not keep the secret
	// behind it in memory.
	return Key{id: strings.Clone(whole[len(keyPrefix):idEnd]), whole: func() string { return whole }}
}

// ID returns the public part of the key, by which it is looked up, listed and
// logged.
func (k Key) ID() string { return k.id }

// Reveal returns the whole key. It is for showing a new key to its holder once.
func (k Key) Reveal() string {
	if k.whole == nil {
		return ""
	}
	return k.whole()
}

// Hash returns the SHA-256 of the whole key, which is all of it that is stored.
// A slow, salted hash is for passwords, which can be guessed; 256 random bits
// cannot, at any speed, and one fast hash keeps authentication out of the way
// of every request.
func (k Key) Hash() []byte {
	sum := sha256.Sum256([]byte(k.Reveal()))
	return sum[:]
}

// Matches tells whether hash is this key's, in time that does not depend on
// where they differ.
func (k Key) Matches(hash []byte) bool {
	return k.whole != nil && subtle.ConstantTimeCompare(k.Hash(), hash) == 1
}

// String returns the id with the rest left out: a Stringer is called by
// loggers, templates and encoders that nobody thinks of as printing a secret.
func (k Key) String() string { return keyPrefix + k.id + "…" }

// Format writes [Key.String] whatever the verb, %#v included.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// LogValue logs as [Key.String].
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText returns [Key.String], for encoding/json and all else that asks
// for text.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// encode writes bytes as one big-endian number of exactly length digits.
func encode(bytes []byte, length int) string {
	digits := new(big.Int).SetBytes(bytes).Text(len(base62))
	return strings.Repeat("0", length-len(digits)) + digits
}

// checksum is written out instead of going through [encode] because every
// request with a key computes one.
func checksum(body string) string {
	var digits [checksumLength]byte
	sum := crc32.ChecksumIEEE([]byte(body))
	for i := range digits {
		digits[checksumLength-1-i] = base62[sum%62]
		sum /= 62
	}
	return string(digits[:])
}
