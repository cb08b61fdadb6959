package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rollcall/internal/access"
	"rollcall/internal/web"
)

//	@title           Rollcall
//	@version         1
//	@description     The public record of which labor unions said what about which call to action, when, who decided it, and how we know. Everything published is open to read without a key. Every answer carries an X-Request-Id; send one of your own to have it kept.
//	@license.name    Apache-2.0
//	@license.url     https://www.apache.org/licenses/LICENSE-2.0
//	@tag.name        unions
//	@tag.description Bodies of organized workers, from a federation down to a shop unit.
//	@tag.name        affiliations
//	@tag.description Which union belongs to which, since when and until when.
//	@tag.name        calls
//	@tag.description What unions are asked to endorse.
//	@tag.name        endorsements
//	@tag.description One union's stand on one call: a timeline of positions, each with its evidence.
//	@tag.name        tallies
//	@tag.description What the endorsements of a call come to: counts, members, days, conflicts, and who is still to be asked.
//	@tag.name        statements
//	@tag.description What unions said.
//	@tag.name        sources
//	@tag.description The documents that records cite.
//	@tag.name        search
//	@tag.description Find records by what people call them.
//	@tag.name        matching
//	@tag.description Which unions do written names mean? And what people decided on names.
//	@tag.name        reconciliation
//	@tag.description Spreadsheets against the record, as OpenRefine does it: the Reconciliation Service API 0.2.
//	@tag.name        changes
//	@tag.description The ledger: every change of the record, in order.
//	@tag.name        feeds
//	@tag.description The latest changes for feed readers, and calls for calendars.
//	@tag.name        webhooks
//	@tag.description Addresses that are told of changes: signed as Standard Webhooks says, at least once, in order for each record.
//	@tag.name        exports
//	@tag.description The whole record as files.
//	@tag.name        imports
//	@tag.description Files taken into the record, and what became of their rows.
//	@tag.name        embedding
//	@tag.description What other sites show of a call: badges, a page for a frame, and oEmbed.
//	@tag.name        keys
//	@tag.description API keys, and who the one in a request belongs to.
//	@tag.name        service
//	@tag.description Whether the service works.
//	@securityDefinitions.apikey bearerAuth
//	@in                         header
//	@name                       Authorization
//	@description                A key made by `rollcall key create`, sent as `Authorization: Bearer rc_…`.

// route is one line of the API: who may use it and what answers. GET routes answer HEAD too.
type route struct {
	method, path string
	action       access.Action // empty: anybody
	handler      gin.HandlerFunc
}

// routes is every route below /v1, the reconciliation service, and what other sites show of calls.
func (s *Server) routes() []route {
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	return []route{
		{get, "/v1/unions", "", s.read(s.listUnions)},
		{post, "/v1/unions", access.WriteUnion, s.createUnion()},
		{get, "/v1/unions/:union", "", s.read(s.getUnion)},
		{patch, "/v1/unions/:union", access.WriteUnion, s.write(s.updateUnion)},
		{del, "/v1/unions/:union", access.WriteUnion, s.write(s.deleteUnion)},
		{get, "/v1/unions/:union/locals", "", s.read(s.listLocals)},
		{post, "/v1/unions/:union/locals", access.WriteUnion, s.createLocal()},
		{post, "/v1/unions/:union/merge", access.Merge, s.mergeUnion()},
		{post, "/v1/unions/:union/unmerge", access.Merge, s.unmergeUnion()},
		{get, "/v1/unions/:union/endorsements", "", s.read(s.listUnionEndorsements)},
		{get, "/v1/unions/:union/statements", "", s.read(s.listUnionStatements)},
		{get, "/v1/unions/:union/coverage", "", s.read(s.getCoverage)},
		{get, "/v1/unions/:union/revisions", "", s.read(s.listUnionRevisions)},
		{get, "/v1/unions/:union/revisions/:n", "", s.read(s.getUnionRevision)},
		{get, "/v1/unions/:union/revisions/:n/diff", "", s.read(s.diffUnionRevisions)},
		{post, "/v1/unions/:union/revisions/:n/revert", access.Revert, s.revertUnion()},

		{get, "/v1/unions/:union/affiliations", "", s.read(s.listAffiliations)},
		{post, "/v1/unions/:union/affiliations", access.WriteAffiliation, s.createAffiliation()},
		{get, "/v1/unions/:union/affiliations/:id", "", s.read(s.getAffiliation)},
		{patch, "/v1/unions/:union/affiliations/:id", access.WriteAffiliation, s.write(s.updateAffiliation)},
		{del, "/v1/unions/:union/affiliations/:id", access.WriteAffiliation, s.write(s.deleteAffiliation)},
		{get, "/v1/unions/:union/affiliations/:id/revisions", "", s.read(s.listAffiliationRevisions)},
		{get, "/v1/unions/:union/affiliations/:id/revisions/:n", "", s.read(s.getAffiliationRevision)},
		{get, "/v1/unions/:union/affiliations/:id/revisions/:n/diff", "", s.read(s.diffAffiliationRevisions)},
		{post, "/v1/unions/:union/affiliations/:id/revisions/:n/revert", access.Revert, s.revertAffiliation()},

		{get, "/v1/calls", "", s.read(s.listCalls)},
		{post, "/v1/calls", access.WriteCall, s.createCall()},
		{get, "/v1/calls/:call", "", s.read(s.getCall)},
		{patch, "/v1/calls/:call", access.WriteCall, s.write(s.updateCall)},
		{del, "/v1/calls/:call", access.WriteCall, s.write(s.deleteCall)},
		{get, "/v1/calls/:call/endorsements", "", s.read(s.listCallEndorsements)},
		{put, "/v1/calls/:call/endorsements/:union", access.WriteEndorsement, s.write(s.putEndorsement)},
		{get, "/v1/calls/:call/tally", "", s.read(s.getTally)},
		{get, "/v1/calls/:call/timeline", "", s.read(s.getTimeline)},
		{get, "/v1/calls/:call/conflicts", "", s.read(s.getConflicts)},
		{get, "/v1/calls/:call/statements", "", s.read(s.listCallStatements)},
		{get, "/v1/calls/:call/revisions", "", s.read(s.listCallRevisions)},
		{get, "/v1/calls/:call/revisions/:n", "", s.read(s.getCallRevision)},
		{get, "/v1/calls/:call/revisions/:n/diff", "", s.read(s.diffCallRevisions)},
		{post, "/v1/calls/:call/revisions/:n/revert", access.Revert, s.revertCall()},

		{get, "/v1/endorsements", "", s.read(s.listEndorsements)},
		{post, "/v1/endorsements", access.WriteEndorsement, s.createEndorsement()},
		{get, "/v1/endorsements/:id", "", s.read(s.getEndorsement)},
		{del, "/v1/endorsements/:id", access.WriteEndorsement, s.write(s.deleteEndorsement)},
		{get, "/v1/endorsements/:id/positions", "", s.read(s.listPositions)},
		{post, "/v1/endorsements/:id/positions", access.WriteEndorsement, s.appendPosition()},
		{get, "/v1/endorsements/:id/positions/:pid", "", s.read(s.getPosition)},
		{patch, "/v1/endorsements/:id/positions/:pid", access.WriteEndorsement, s.write(s.updatePosition)},
		{del, "/v1/endorsements/:id/positions/:pid", access.WriteEndorsement, s.write(s.deletePosition)},
		{post, "/v1/endorsements/:id/verification", access.Verify, s.verifyEndorsement()},
		{get, "/v1/endorsements/:id/revisions", "", s.read(s.listEndorsementRevisions)},
		{get, "/v1/endorsements/:id/revisions/:n", "", s.read(s.getEndorsementRevision)},
		{get, "/v1/endorsements/:id/revisions/:n/diff", "", s.read(s.diffEndorsementRevisions)},
		{post, "/v1/endorsements/:id/revisions/:n/revert", access.Revert, s.revertEndorsement()},

		{get, "/v1/statements", "", s.read(s.listStatements)},
		{post, "/v1/statements", access.WriteStatement, s.createStatement()},
		{get, "/v1/statements/:id", "", s.read(s.getStatement)},
		{patch, "/v1/statements/:id", access.WriteStatement, s.write(s.updateStatement)},
		{del, "/v1/statements/:id", access.WriteStatement, s.write(s.deleteStatement)},
		{get, "/v1/statements/:id/revisions", "", s.read(s.listStatementRevisions)},
		{get, "/v1/statements/:id/revisions/:n", "", s.read(s.getStatementRevision)},
		{get, "/v1/statements/:id/revisions/:n/diff", "", s.read(s.diffStatementRevisions)},
		{post, "/v1/statements/:id/revisions/:n/revert", access.Revert, s.revertStatement()},

		{get, "/v1/sources", "", s.read(s.listSources)},
		{post, "/v1/sources", access.CreateSource, s.createSource()},
		{get, "/v1/sources/:id", "", s.read(s.getSource)},
		{patch, "/v1/sources/:id", access.CorrectSource, s.write(s.updateSource)},
		{get, "/v1/sources/:id/revisions", "", s.read(s.listSourceRevisions)},
		{get, "/v1/sources/:id/revisions/:n", "", s.read(s.getSourceRevision)},
		{get, "/v1/sources/:id/revisions/:n/diff", "", s.read(s.diffSourceRevisions)},
		{post, "/v1/sources/:id/revisions/:n/revert", access.Revert, s.revertSource()},

		{get, "/v1/search", "", s.read(s.search)},

		{post, "/v1/match", "", s.matchNames()},
		{post, "/v1/extract", "", s.extractMentions()},
		{get, "/v1/match/decisions", access.Decide, s.read(s.listDecisions)},
		{post, "/v1/match/decisions", access.Decide, s.createDecision()},
		{get, "/v1/match/decisions/:id", access.Decide, s.read(s.getDecision)},
		{del, "/v1/match/decisions/:id", access.Decide, s.write(s.undoDecision)},

		{get, reconcilePath, "", s.read(s.getReconcile)},
		{post, reconcilePath, "", s.postReconcile},
		{get, reconcilePath + "/properties", "", s.read(s.proposeProperties)},
		{get, reconcilePath + "/suggest/:of", "", s.read(s.suggest)},
		{get, reconcilePath + "/flyout/:of", "", s.read(s.flyout)},
		{get, reconcilePath + "/preview", "", framed(web.PreviewPolicy, s.read(s.preview))},
		{get, reconcilePath + "/view/:id", "", s.read(s.view)},

		{get, "/v1/changes", "", s.listChanges()},
		{get, "/v1/changes/stream", "", s.stream},

		{get, "/v1/feeds/:file", "", s.read(s.getFeed)},
		{get, "/v1/feeds/calls/:file", "", s.read(s.getCallFeed)},
		{get, "/v1/feeds/unions/:file", "", s.read(s.getUnionFeed)},

		{get, "/v1/webhooks", access.ManageWebhooks, s.read(s.listWebhooks)},
		{post, "/v1/webhooks", access.ManageWebhooks, s.createWebhook()},
		{get, "/v1/webhooks/:id", access.ManageWebhooks, s.read(s.getWebhook)},
		{patch, "/v1/webhooks/:id", access.ManageWebhooks, s.write(s.updateWebhook)},
		{del, "/v1/webhooks/:id", access.ManageWebhooks, s.write(s.deleteWebhook)},
		{post, "/v1/webhooks/:id/rotate", access.ManageWebhooks, s.rotateWebhook()},
		{post, "/v1/webhooks/:id/test", access.ManageWebhooks, s.write(s.testWebhook)},
		{post, "/v1/webhooks/:id/replay", access.ManageWebhooks, s.replayWebhook()},
		{get, "/v1/webhooks/:id/deliveries", access.ManageWebhooks, s.read(s.listDeliveries)},
		{post, "/v1/webhooks/:id/deliveries/:delivery/redeliver", access.ManageWebhooks, s.write(s.redeliver)},

		{get, "/v1/exports/datapackage.json", "", s.getDataPackage},
		{get, "/v1/exports/rollcall.sqlite", "", s.getDatabase},
		{get, "/v1/exports/:file", "", s.getExport},

		{post, importsPath, access.Import, s.createImport},
		{get, importsPath + "/:id", access.Import, s.read(s.getImport)},

		{get, "/v1/keys", access.ReadKeys, s.read(s.listKeys)},
		{post, "/v1/keys", access.ManageKeys, s.createKey()},
		{del, "/v1/keys/:key", access.ManageKeys, s.write(s.revokeKey)},
		{post, "/v1/keys/:key/rotate", access.ManageKeys, s.rotateKey()},
		{get, "/v1/me", "", s.read(s.me)},

		{get, "/badge/calls/:file", "", s.read(s.getBadge)},
		{get, "/embed/calls/:call", "", framed(web.EmbedPolicy, s.read(s.getEmbed))},
		{get, "/oembed", "", s.read(s.getOEmbed)},
	}
}
