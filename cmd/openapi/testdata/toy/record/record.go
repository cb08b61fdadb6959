// Package record stands for the domain types of the toy.
package record

// Date is a partial date.
type Date string

// Kind says what a union is.
type Kind string

const (
	Local   Kind = "local"   // a body that holds a charter
	Council Kind = "council" // a body of bodies
)

// Place is where a union sits.
type Place struct {
	Country string `json:"country" example:"US" validate:"required"` // ISO 3166-1
	City    string `json:"city"`
}
