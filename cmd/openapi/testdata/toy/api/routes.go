// Package api is a small annotated API, for the tests.
package api

//	@title						Toy
//	@version					1
//	@description				A toy.
//	@license.name				Apache-2.0
//	@license.url				https://www.apache.org/licenses/LICENSE-2.0
//	@tag.name					unions
//	@tag.description			Bodies of organized workers.
//	@tag.name					service
//	@tag.description			The service itself.
//	@securityDefinitions.apikey	bearerAuth
//	@in							header
//	@name						Authorization
//	@description				A key.
