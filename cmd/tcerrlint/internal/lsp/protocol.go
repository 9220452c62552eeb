package lsp

import "github.com/sourcegraph/jsonrpc2"

// The parts of the Language Server Protocol that are used.

// placeParams are those of a request about a place.
type placeParams struct {
	TextDocument documentID `json:"textDocument"`
	Position     position   `json:"position"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type hover struct {
	Contents markup `json:"contents"`
	Range    *span  `json:"range,omitempty"`
}

type completionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []completionItem `json:"items"`
}

type completionItem struct {
	Label         string         `json:"label"`
	Kind          int            `json:"kind"`
	Detail        string         `json:"detail,omitempty"`
	Documentation *markup        `json:"documentation,omitempty"`
	SortText      string         `json:"sortText"`
	FilterText    string         `json:"filterText"`
	TextEdit      textEdit       `json:"textEdit"`
	Data          completionData `json:"data"`
}

// completionData is what the explanation of a completion is found by.
type completionData struct {
	Code string `json:"code"`
	File string `json:"file"` // whose settings say in which language
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

type cancelParams struct {
	ID jsonrpc2.ID `json:"id"`
}

type documentItem struct {
	URI     string `json:"uri"`
	Version int    `json:"version"`
	Text    string `json:"text"`
}

type documentID struct {
	URI string `json:"uri"`
}

type openParams struct {
	TextDocument documentItem `json:"textDocument"`
}

type changeParams struct {
	TextDocument   documentItem    `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

type contentChange struct {
	Text string `json:"text"`
}

type closeParams struct {
	TextDocument documentID `json:"textDocument"`
}

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"` // UTF-16 code units
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type location struct {
	URI   string `json:"uri"`
	Range span   `json:"range"`
}

type diagnostic struct {
	Range           span      `json:"range"`
	Severity        int       `json:"severity"`
	Code            string    `json:"code"`
	CodeDescription *href     `json:"codeDescription,omitempty"`
	Source          string    `json:"source"`
	Message         string    `json:"message"`
	Tags            []int     `json:"tags,omitempty"`
	Related         []related `json:"relatedInformation,omitempty"`
}

// tagUnnecessary has editors fade what can go.
const tagUnnecessary = 1

type href struct {
	Href string `json:"href"`
}

type related struct {
	Location location `json:"location"`
	Message  string   `json:"message"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type codeActionParams struct {
	TextDocument documentID `json:"textDocument"`
	Range        span       `json:"range"`
	Context      struct {
		Diagnostics []diagnosticID `json:"diagnostics"`
		Only        []string       `json:"only,omitempty"`
	} `json:"context"`
}

// diagnosticID is what tells a diagnostic that the editor sends back.
type diagnosticID struct {
	Range   span   `json:"range"`
	Message string `json:"message"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
	Data        *actionData    `json:"data,omitempty"`
}

// actionData is what the edit of an action is found again by.
type actionData struct {
	Params  codeActionParams `json:"params"`
	Version int              `json:"version"` // of the document
}

type workspaceEdit struct {
	Changes map[string][]textEdit `json:"changes"`
}

type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

type messageParams struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}

// Kinds of messages.
const (
	messageError = 1
	messageLog   = 4
)
