package facts

import "slices"

// Given returns the summary of a function that only calls the function of this one:
// at says which of the caller's parameters a parameter is given, -1 if none.
func (h *Summary) Given(at func(param int) int) *Summary {
	given := &Summary{Origin: h.Origin}
	for _, u := range h.Uses {
		if u.Subject >= 0 {
			if u.Subject = at(u.Subject); u.Subject < 0 {
				continue
			}
		}
		u.Pattern = u.Pattern.given(at, false)
		given.Uses = append(given.Uses, u)
	}
	for _, u := range h.Made {
		u.Pattern = u.Pattern.given(at, true)
		given.Made = append(given.Made, u)
	}
	for _, c := range h.Calls {
		if c.Param = at(c.Param); c.Param >= 0 {
			given.Calls = append(given.Calls, c)
		}
	}
	given.Answer = h.Answer.given(at)
	return given
}

// given replaces the parameters of a function, or those of the function that made it.
func (p Pattern) given(at func(param int) int, outer bool) Pattern {
	p.Params = slices.Clone(p.Params)
	for i := range p.Params {
		if v := &p.Params[i]; v.Outer == outer {
			v.Index = at(v.Index)
		}
	}
	known := len(p.Params)
	p.Params = slices.DeleteFunc(p.Params, func(v Param) bool { return v.Index < 0 })
	p.Open = p.Open || len(p.Params) < known
	return p
}

func (u *AnswerUse) given(at func(param int) int) *AnswerUse {
	if u == nil {
		return nil
	}
	given := &AnswerUse{}
	for _, d := range u.Decodes {
		if d.From >= 0 {
			d.From = at(d.From)
		}
		if d.Into >= 0 {
			if d.Into = at(d.Into); d.Into < 0 {
				continue
			}
		}
		given.Decodes = append(given.Decodes, d)
	}
	for _, i := range u.Looks {
		if i = at(i); i >= 0 {
			given.Looks = append(given.Looks, i)
		}
	}
	return given
}
