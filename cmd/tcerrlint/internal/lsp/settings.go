package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// Settings are what an editor may set, in its section "tcerrlint", for each
// folder. The names and values of the other rules are in .tcerrlint.yml.
type Settings struct {
	// BuildTags are the build tags with which packages are listed.
	BuildTags words `json:"buildTags"`
	// CodeLens shows above a test what becomes of the critical categories.
	CodeLens bool `json:"codeLens"`
	// Language is that of explanations, "en" or "zh"; "" for the editor's.
	Language string `json:"language"`
	// CheckWorkspace checks all packages of the folder, not only those of open
	// files, when the editor starts and whenever a file is saved.
	CheckWorkspace bool `json:"checkWorkspace"`
}

// words is a list, or one text with commas or spaces between the words.
type words []string

func (w *words) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*w = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		return nil
	}
	return json.Unmarshal(data, (*[]string)(w))
}

// readSettings reads settings: the section, or an object with it, for some editors
// send all that they have. Nothing, or null, is the default; keys that are not the
// server's are the extension's.
func readSettings(data json.RawMessage) (Settings, error) {
	var read Settings
	var all map[string]json.RawMessage
	if json.Unmarshal(data, &all) == nil {
		if section, ok := all[analyzer.Name]; ok {
			data = section
		}
	}
	if data = bytes.TrimSpace(data); len(data) == 0 || data[0] != '{' {
		if len(data) > 0 && string(data) != "null" {
			return read, fmt.Errorf("settings: want an object, not %.20s", data)
		}
		return read, nil
	}
	if err := json.Unmarshal(data, &read); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	switch read.Language {
	case "", "en", "zh":
	default:
		return Settings{}, fmt.Errorf("settings: language: %q is none of en, zh", read.Language)
	}
	for _, tag := range read.BuildTags {
		if tag == "" || strings.ContainsAny(tag, " ,-=") {
			return Settings{}, fmt.Errorf("settings: buildTags: %q is no build tag", tag)
		}
	}
	return read, nil
}

type configurationParams struct {
	Items []configurationItem `json:"items"`
}

type configurationItem struct {
	ScopeURI string `json:"scopeUri,omitempty"`
	Section  string `json:"section"`
}

// askSettings asks the editor for the settings of each folder.
func (s *server) askSettings(ctx context.Context) {
	if !s.client.Workspace.Configuration {
		return
	}
	s.asking.Lock() // the last answer is in force
	defer s.asking.Unlock()
	s.mu.Lock()
	folders := append([]string{""}, s.folders...)
	s.mu.Unlock()
	var params configurationParams
	for _, f := range folders {
		item := configurationItem{Section: analyzer.Name}
		if f != "" {
			item.ScopeURI = fileURI(f)
		}
		params.Items = append(params.Items, item)
	}
	var answers []json.RawMessage
	if err := s.conn.Call(ctx, "workspace/configuration", params, &answers); err != nil {
		if ctx.Err() == nil {
			s.log("the editor does not tell its settings: " + err.Error())
		}
		return
	}
	read := make(map[string]json.RawMessage)
	for i, f := range folders {
		if i < len(answers) {
			read[f] = answers[i]
		}
	}
	s.configure(read)
}

type settingsParams struct {
	Settings json.RawMessage `json:"settings"`
}

// toldSettings takes settings from an editor that is not asked for them.
func (s *server) toldSettings(p settingsParams) {
	s.configure(map[string]json.RawMessage{"": p.Settings})
}

// configure takes settings by folder, as far as they are valid, and has the
// modules checked again if they changed.
func (s *server) configure(byFolder map[string]json.RawMessage) {
	s.mu.Lock()
	before := maps.Clone(s.settings)
	var complaints []string
	for f, data := range byFolder {
		if len(data) == 0 {
			continue
		}
		read, err := readSettings(data)
		if err != nil {
			if text := err.Error(); !slices.Contains(complaints, text) {
				complaints = append(complaints, text)
			}
			continue
		}
		s.settings[f] = read
	}
	changed := !reflect.DeepEqual(before, s.settings)
	refresh := s.started && s.client.Workspace.CodeLens.Support
	s.mu.Unlock()
	for _, text := range complaints {
		s.complain("", errors.New(text))
	}
	if changed {
		s.allChanged()
	}
	if changed && refresh {
		s.workers.Go(func() { _ = s.conn.Call(s.ctx, "workspace/codeLens/refresh", nil, nil) })
	}
}

// settingsOf returns the settings for a file or folder.
func (s *server) settingsOf(name string) Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if own, ok := s.settings[s.folderOf(name)]; ok {
		return own
	}
	return s.settings[""]
}

// language returns the language of explanations about a file.
func (s *server) language(name string) string {
	if own := s.settingsOf(name).Language; own != "" {
		return own
	}
	return s.locale
}
