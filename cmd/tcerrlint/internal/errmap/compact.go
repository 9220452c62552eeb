package errmap

// compact is the document as the page reads it: texts that occur again and
// again, such as names of files and codes, are in one table.
func (doc *Document) compact(link, root string) any {
	t := &texts{all: []string{}, index: make(map[string]int)}
	data := compactDocument{Link: link, Root: root, Categories: []any{}, Calls: [][]any{}, Services: []any{}}
	for _, c := range doc.Categories {
		data.Categories = append(data.Categories, []any{c.Name, c.Forbidden})
	}
	for _, call := range doc.Calls {
		data.Calls = append(data.Calls, t.call(call))
	}
	for _, s := range doc.Services {
		categories := []any{}
		for _, c := range s.Categories {
			categories = append(categories, []any{t.of(c.Name), t.list(c.Codes)})
		}
		data.Services = append(data.Services, []any{s.Name, s.Complete, categories})
	}
	data.Texts = t.all
	return data
}

type compactDocument struct {
	Link       string   `json:"link"`
	Root       string   `json:"root"`
	Texts      []string `json:"texts"`
	Categories []any    `json:"categories"`
	Calls      [][]any  `json:"calls"`
	Services   []any    `json:"services"`
}

// A table of texts.
type texts struct {
	all   []string
	index map[string]int
}

func (t *texts) of(text string) int {
	i, ok := t.index[text]
	if !ok {
		i = len(t.all)
		t.all = append(t.all, text)
		t.index[text] = i
	}
	return i
}

func (t *texts) list(list []string) []int {
	indices := []int{}
	for _, text := range list {
		indices = append(indices, t.of(text))
	}
	return indices
}

func (t *texts) place(p Place) []int { return []int{t.of(p.File), p.Line, p.Column} }

func (t *texts) call(c Call) []any {
	tests, uses, cells := []any{}, []any{}, []any{}
	for _, test := range c.Tests {
		tests = append(tests, []any{t.place(test.Place), t.of(test.By), t.list(test.Codes), test.Open, t.of(test.Source)})
	}
	for _, use := range c.Uses {
		uses = append(uses, []any{t.place(use.Place), t.of(use.How)})
	}
	for _, cell := range c.Fates {
		ends := []any{}
		for _, end := range cell.Ends {
			ends = append(ends, t.end(end))
		}
		cells = append(cells, []any{t.of(cell.Category), ends, cell.More})
	}
	return []any{
		t.of(c.Name), t.list(c.Services), t.of(c.Package), t.of(c.Function), t.place(c.Place), t.of(c.Source),
		tests, uses, cells,
	}
}

func (t *texts) end(e End) []any {
	path := []any{}
	for _, step := range e.Path {
		s := []any{t.of(step.Function), t.of(step.How), t.place(step.Place)}
		if step.Call != nil {
			s = append(s, t.place(*step.Call))
		}
		path = append(path, s)
	}
	return []any{t.of(e.Fate), e.Forbidden, t.list(e.Codes), t.of(e.Why), path}
}
