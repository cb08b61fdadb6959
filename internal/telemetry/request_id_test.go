package telemetry

import (
	"context"
	"testing"
)

func TestAContextCarriesItsRequestID(t *testing.T) {
	if got := RequestID(WithRequestID(context.Background(), "r1")); got != "r1" {
		t.Errorf("got %q", got)
	}
	if got := RequestID(context.Background()); got != "" {
		t.Errorf("without a request: got %q", got)
	}
}
