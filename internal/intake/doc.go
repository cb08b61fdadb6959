// Package intake reads files that people keep — spreadsheets, exports, the registry of the US Department
// of Labor — into the record.
//
// A file is opened as rows of text (file.go and one reader for each format), its columns are mapped to
// ours (mapping.go), a layout makes of each row what it states (olms.go, unions.go, calls.go …), and a
// session of the store takes it in batches (run.go). A dry run is the same code in a session that is
// rolled back. What is not certain is not guessed: it comes back in the report, with its candidates.
package intake
