// Package nearest finds the word that a misspelled one was meant to be.
package nearest

import "fmt"

// maxEdits is how many letters may be wrong, at most a third of the word.
const maxEdits = 2

// Of returns the nearest of some words, "" if none is near.
func Of(word string, words []string) string {
	best, found := min(maxEdits, (len(word)+1)/3)+1, ""
	for _, w := range words {
		if d := distance(word, w); d < best {
			best, found = d, w
		}
	}
	return found
}

// Question returns the nearest word as the end of an error, "" if none is near.
func Question(word string, words []string) string {
	if w := Of(word, words); w != "" {
		return fmt.Sprintf("; did you mean %q?", w)
	}
	return ""
}

// distance returns how many letters to insert, delete or exchange, two that
// changed places counting as one.
func distance(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			d := row[j]
			if a[i] != b[j] {
				d++
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			next[j+1] = min(d, next[j]+1, row[j+1]+1)
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
