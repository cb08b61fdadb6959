package record

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
)

// Webhook is an address that wants to be told of changes.
type Webhook struct {
	ID  uuid.UUID `json:"id"`
	URL string    `json:"url" gorm:"column:url"`
	// Events are the names it asked for; none is all. A name may end with .* for every action.
	Events List[string] `json:"events"`
	// Call, Union and Under narrow it to changes about a call, a union, or a union and all below it.
	Call  *uuid.UUID `json:"call" gorm:"column:call_id"`
	Union *uuid.UUID `json:"union" gorm:"column:union_id"`
	Under *uuid.UUID `json:"under" gorm:"column:under_id"`

	State WebhookState `json:"state"`
	// Detail says why it is paused or disabled.
	Detail string `json:"detail"`
	// KeyID is the public id of the API key that it belongs to; Handle is that key's.
	KeyID  string `json:"key_id"`
	Handle string `json:"handle"`
	// Secret signs what is sent; OldSecret, for as long as OldUntil says, signs besides.
	Secret    string     `json:"-"`
	OldSecret string     `json:"-"`
	OldUntil  *time.Time `json:"-"`
	// Told is the seq of the last change that was turned into deliveries, or needed none.
	Told int64 `json:"told"`
	// Failures is how many attempts failed since one went well.
	Failures  int       `json:"failures"`
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// WebhookState says whether a webhook is sent to.
type WebhookState string

// The states of a webhook.
const (
	WebhookActive WebhookState = "active"
	// WebhookPaused keeps what is to be sent until somebody makes it active again.
	WebhookPaused WebhookState = "paused"
	// WebhookDisabled said that it is gone (410): it is told nothing more.
	WebhookDisabled WebhookState = "disabled"
)

// WebhookStates lists every state.
var WebhookStates = []WebhookState{WebhookActive, WebhookPaused, WebhookDisabled}

// The events that are no action of an entity.
const (
	EventPositionChanged = "endorsement.position_changed"
	EventWithdrawn       = "endorsement.withdrawn"
	EventNullified       = "endorsement.nullified"
	EventVerification    = "endorsement.verification_changed"
	EventMilestone       = "tally.milestone"
	EventTest            = "webhook.test"
)

// WebhookEvents lists the names that a webhook may ask for.
func WebhookEvents() []string {
	out := []string{"*"}
	for _, e := range Entities {
		out = append(out, string(e)+".*")
		for _, a := range Actions {
			if e == EntityUnion || a != Merged && a != Unmerged {
				out = append(out, string(e)+"."+string(a))
			}
		}
	}
	return append(out, EventPositionChanged, EventWithdrawn, EventNullified, EventVerification, EventMilestone, "tally.*")
}

// EventNames are the names of what a change did, the most telling first.
func (c Change) EventNames() ([]string, error) {
	plain := string(c.Entity) + "." + string(c.Action)
	if c.Entity != EntityEndorsement || len(c.After) == 0 {
		return []string{plain}, nil
	}
	after, err := Decode[Endorsement](c.After)
	if err != nil {
		return nil, err
	}
	var before Endorsement
	if len(c.Before) > 0 {
		if before, err = Decode[Endorsement](c.Before); err != nil {
			return nil, err
		}
	}
	var was Position
	if len(before.Positions) > 0 {
		was = before.Current()
	}
	is := after.Current()
	var names []string
	if was.ID != is.ID || was.Position != is.Position {
		switch is.Position {
		case Withdrawn:
			names = append(names, EventWithdrawn)
		case Nullified:
			names = append(names, EventNullified)
		default:
		}
		names = append(names, EventPositionChanged)
	}
	if before.Version > 0 && before.Verification != after.Verification {
		names = append(names, EventVerification)
	}
	return append(names, plain), nil
}

// Wants answers which of an event's names, the most telling first, the webhook asked for; "" is none.
func (h Webhook) Wants(names []string) string {
	for _, name := range names {
		entity, _, _ := strings.Cut(name, ".")
		if len(h.Events) == 0 || slices.Contains(h.Events, "*") || slices.Contains(h.Events, entity+".*") || slices.Contains(h.Events, name) {
			return name
		}
	}
	return ""
}

// Filter is what the webhook is to be told of, but for its events.
func (h Webhook) Filter() ChangeFilter {
	f := ChangeFilter{After: h.Told}
	for _, n := range []struct {
		ref *Ref
		id  *uuid.UUID
	}{{&f.Call, h.Call}, {&f.Union, h.Union}, {&f.Under, h.Under}} {
		if n.id != nil {
			*n.ref = Ref(n.id.String())
		}
	}
	return f
}

// NewWebhook normalises h and answers it, or an *Error that names every bad field. With private, any
// http or https address will do: for development, on a machine of one's own.
func NewWebhook(h Webhook, private bool) (Webhook, error) {
	var f Faults
	if detail := checkTarget(h.URL, private); detail != "" {
		f.Add("/url", "invalid", "%s", detail)
	}
	known := WebhookEvents()
	for i, name := range h.Events {
		if !slices.Contains(known, name) {
			f.Add(at("/events", i), "invalid", "%q is no event; there are %s", shorten(name), strings.Join(known, ", "))
		}
	}
	slices.Sort(h.Events)
	h.Events = slices.Compact(h.Events)
	if h.State == "" {
		h.State = WebhookActive
	}
	if h.State != WebhookActive && h.State != WebhookPaused {
		f.Add("/state", "invalid", "a webhook is made active or paused; it becomes disabled by answering 410")
	}
	return h, f.Err("The webhook")
}

func shorten(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

// checkTarget says what is wrong with the address of a webhook. Names are looked up, and their addresses
// held to the same, each time something is sent: here only what can be seen is refused.
func checkTarget(target string, private bool) string {
	u, err := url.Parse(target)
	switch {
	case target == "":
		return "the address to send to is required"
	case err != nil || len(target) > 2000 || strings.ContainsFunc(target, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return "the address cannot be read"
	case u.User != nil:
		return "an address with a password in it would be shown to whoever lists the webhooks"
	case u.Fragment != "":
		return "a fragment is not sent"
	case u.Scheme != "https" && !(private && u.Scheme == "http"):
		return "only https addresses are sent to"
	case u.Hostname() == "":
		return "the address names no host"
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "the port is none"
		}
	}
	if private {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		if !ip.IsGlobalUnicast() || ip.IsPrivate() {
			return "only public addresses are sent to"
		}
		return ""
	}
	last := host[strings.LastIndex(host, ".")+1:]
	switch {
	// The last label of a name in the DNS is no number (RFC 3696 §2); what has one is an IPv4 address in
	// one of its old notations (decimal, octal, hexadecimal, short).
	case last == "", net.ParseIP(last) != nil, strings.Trim(last, "0123456789") == "", strings.HasPrefix(last, "0x"):
		return "the host is neither a name nor an address"
	// Names that are never public (RFC 6761, RFC 6762, RFC 8375, and .internal of ICANN).
	case !strings.Contains(host, "."), slices.Contains([]string{"localhost", "local", "internal", "intranet", "invalid", "test", "onion"}, last), strings.HasSuffix(host, ".home.arpa"):
		return "only public addresses are sent to"
	}
	return ""
}

// DeliveryState says what became of a delivery.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryPending   DeliveryState = "pending"
	DeliveryDelivered DeliveryState = "delivered"
	DeliveryFailed    DeliveryState = "failed" // every attempt did; it can be sent again by hand
)

// DeliveryStates lists every state.
var DeliveryStates = []DeliveryState{DeliveryPending, DeliveryDelivered, DeliveryFailed}

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID        uuid.UUID `json:"id"`
	WebhookID uuid.UUID `json:"webhook_id"`
	Seq       int64     `json:"seq"` // of the change; 0 for a test
	EntityID  uuid.UUID `json:"entity_id"`
	Event     string    `json:"event"`
	Payload   JSON      `json:"payload"`

	State DeliveryState `json:"state"`
	// Round counts the attempts since it was last made pending; Attempts tells of each.
	Round     int           `json:"round"`
	Attempts  List[Attempt] `json:"attempts"`
	NextAt    *time.Time    `json:"next_at"` // when it is tried (again)
	CreatedAt time.Time     `json:"created_at"`
	DoneAt    *time.Time    `json:"done_at"`
}

// Attempt is what came of sending a delivery once.
type Attempt struct {
	At     time.Time `json:"at"`
	Status int       `json:"status"` // of the answer; 0 if there was none
	TookMS int64     `json:"took_ms"`
	// Error says why it failed; empty when it went well.
	Error string `json:"error"`
	// Response is the beginning of the answer's body.
	Response string `json:"response"`
}

// OK reports whether the receiver took what was sent.
func (a Attempt) OK() bool { return a.Error == "" && a.Status >= 200 && a.Status < 300 }

// retries is how long after each failed attempt the next one comes: ten attempts within about three days.
var retries = [MaxAttempts - 1]time.Duration{
	5 * time.Second, time.Minute, 10 * time.Minute, time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// MaxAttempts is how often a delivery is tried before it has failed.
const MaxAttempts = 10

// keptAttempts is how many attempts a delivery tells of: those of a round, and of some sent by hand.
const keptAttempts = 20

// After answers a delivery as it stands after an attempt. spread, from 0 to 1, spreads the next one by up
// to a fifth, so that what failed together does not come back together.
func (d Delivery) After(a Attempt, spread float64) Delivery {
	d.Attempts = append(slices.Clone(d.Attempts), a)
	if over := len(d.Attempts) - keptAttempts; over > 0 {
		d.Attempts = d.Attempts[over:]
	}
	d.Round++
	done := a.At.Add(time.Duration(a.TookMS) * time.Millisecond)
	d.NextAt, d.DoneAt = nil, &done
	switch {
	case a.OK():
		d.State = DeliveryDelivered
	case d.Round >= MaxAttempts:
		d.State = DeliveryFailed
	default:
		wait := retries[d.Round-1]
		next := done.Add(wait + time.Duration(spread*float64(wait)/5))
		d.State, d.NextAt, d.DoneAt = DeliveryPending, &next, nil
	}
	return d
}

// After answers a webhook as it stands after an attempt at one of its deliveries, which stands as d now.
func (h Webhook) After(a Attempt, d Delivery) Webhook {
	switch {
	case a.OK():
		h.Failures = 0
		return h
	case a.Status == 410:
		h.State, h.Detail = WebhookDisabled, "The receiver answered 410 Gone."
	case d.Round == MaxAttempts && d.Event != EventTest && h.State == WebhookActive:
		h.State, h.Detail = WebhookPaused, "A delivery failed "+strconv.Itoa(MaxAttempts)+" times, at last with: "+a.Error
	}
	h.Failures++
	return h
}

// Milestone is a round number that the tally of a call has come to.
type Milestone struct {
	Call  CallRef  `json:"call"`
	Union UnionRef `json:"union"` // whose endorsement brought it there
	// Of says what was counted, the bodies of a kind or those of a region, and Value which.
	Of    string `json:"of"`
	Value string `json:"value"`
	// Count is how many bodies endorse now: 1, or a multiple of 10.
	Count int `json:"count"`
}

// Endorses reports whether an endorsement is of those that a tally counts as endorsing.
func (e Endorsement) Endorses() bool {
	if len(e.Positions) == 0 || e.Union.Kind == KindCaucus {
		return false
	}
	is := e.Current()
	return is.Position == Endorsed && is.Capacity == CapacityBody
}

// IsMilestone reports whether a number of bodies of a kind, or of a region, is worth telling: the first,
// and of a kind every tenth.
func IsMilestone(of string, n int) bool { return n == 1 || of == "kind" && n > 0 && n%10 == 0 }
