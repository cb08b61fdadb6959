package record

import "testing"

func TestARefIsAnIDOrASlug(t *testing.T) {
	const id = "0198a000-0000-7000-8000-000000000001"
	for ref, want := range map[Ref]bool{
		id: true, "0198A000-0000-7000-8000-000000000001": true,
		"": false, "unite-here-local-17": false, "0198a00000007000800000000000001": false, "0198a000000070008000000000000001": false,
		"{" + id + "}": false, "urn:uuid:" + id: false, id + " ": false, "0198a000-0000-7000-8000-00000000000g": false, "service-employees-local-26-minnesota": false,
	} {
		got, ok := ref.UUID()
		if ok != want || ok && got != someID {
			t.Errorf("%q gives the id %s (%v), want %v", ref, got, ok, want)
		}
	}
}
