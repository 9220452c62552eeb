package docs

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// englishOnly are pages for developers, and those made of measurements.
var englishOnly = []string{"docs/accuracy.md", "docs/mutation.md", "docs/performance.md", "docs/robustness.md"}

const chineseSuffix = ".zh-CN.md"

func isChinese(name string) bool { return strings.HasSuffix(name, chineseSuffix) }

func inChinese(name string) string { return strings.TrimSuffix(name, ".md") + chineseSuffix }

// TestPagesSayTheSameInBothLanguages holds that each page for users is there in
// both languages, leads to the other, and has the same headings, blocks and
// figures.
func TestPagesSayTheSameInBothLanguages(t *testing.T) {
	for _, name := range append(pages(t, "docs"), "README.md") {
		if isChinese(name) || slices.Contains(englishOnly, name) {
			continue
		}
		if !exists(inChinese(name)) {
			t.Errorf("%s is not there in Chinese", name)
			continue
		}
		en, zh := readPage(t, name), readPage(t, inChinese(name))
		if en.links()[0].file != zh.name || zh.links()[0].file != en.name {
			t.Errorf("%s and %s do not begin with links to each other", en.name, zh.name)
		}
		if got, want := levels(zh), levels(en); !slices.Equal(got, want) {
			t.Errorf("%s has headings of the levels %v, %s has %v", zh.name, got, en.name, want)
		}
		compareBlocks(t, en, zh)
		if got, want := figures(zh), figures(en); !maps.Equal(got, want) {
			t.Errorf("%s and %s have different figures: %v", zh.name, en.name, difference(got, want))
		}
	}
}

// TestChinesePagesAreOfEnglishOnes finds pages whose original is gone.
func TestChinesePagesAreOfEnglishOnes(t *testing.T) {
	for _, name := range append(pages(t, "docs"), "README.zh-CN.md") {
		if en, ok := strings.CutSuffix(name, chineseSuffix); ok && !exists(en+".md") {
			t.Errorf("there is no %s.md", en)
		}
	}
}

func levels(p *page) []int {
	var levels []int
	for _, h := range p.headings {
		levels = append(levels, h.level)
	}
	return levels
}

func compareBlocks(t *testing.T, en, zh *page) {
	t.Helper()
	if len(en.blocks) != len(zh.blocks) {
		t.Errorf("%s has %d blocks of code, %s has %d", zh.name, len(zh.blocks), en.name, len(en.blocks))
		return
	}
	for i, b := range en.blocks {
		other := zh.blocks[i]
		if b.lang != other.lang || b.lang != "mermaid" && essence(b.text) != essence(other.text) {
			t.Errorf("%s:%d shows\n%s\nand %s:%d\n%s", en.name, b.line, b.text, zh.name, other.line, other.text)
		}
	}
}

var (
	comment = regexp.MustCompile(`(^|\s)(#|//)[^\n]*`)
	spaces  = regexp.MustCompile(`[ \t]+`)
)

// essence is a block without what may differ: comments, the width of columns,
// and the language that a command is asked to answer in.
func essence(code string) string {
	var lines []string
	for line := range strings.Lines(code) {
		line = comment.ReplaceAllString(line, "")
		line = strings.ReplaceAll(line, " -lang zh", "")
		lines = append(lines, strings.TrimSpace(spaces.ReplaceAllString(line, " ")))
	}
	return strings.Join(lines, "\n")
}

var figure = regexp.MustCompile(`([0-9][0-9,]*(?:\.[0-9]+)*)( million| 万)?`)

// figures counts the numbers in the prose of a page.
func figures(p *page) map[string]int {
	counts := make(map[string]int)
	prose := linkTarget.ReplaceAllString(p.prose, "]")
	for _, m := range figure.FindAllStringSubmatch(prose, -1) {
		number := strings.ReplaceAll(m[1], ",", "")
		factor := map[string]float64{" million": 1e6, " 万": 1e4}[m[2]]
		if value, err := strconv.ParseFloat(number, 64); err == nil && factor != 0 {
			number = strconv.FormatFloat(value*factor, 'f', -1, 64)
		}
		counts[number]++
	}
	return counts
}

func difference(got, want map[string]int) []string {
	var list []string
	for number := range got {
		if got[number] > want[number] {
			list = append(list, "+"+number)
		}
	}
	for number := range want {
		if want[number] > got[number] {
			list = append(list, "-"+number)
		}
	}
	slices.Sort(list)
	return list
}
