package api

// Routes lists the method and path of every route below /v1.
func (s *Server) Routes() [][2]string {
	var out [][2]string
	for _, r := range s.routes() {
		out = append(out, [2]string{r.method, r.path})
	}
	return out
}

// Decode reads a body as the handlers do.
func Decode(raw []byte, v any) error {
	in := &input{}
	if err := decode(raw, v, &in.shape); err != nil {
		return err
	}
	return in.with(nil, "The body")
}
