package catalog

// lower returns an ASCII letter in lower case, and any other byte as it is.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

func isSeparator(c byte) bool { return c == '.' || c == '_' || c == '-' || c == ' ' }

// foldEqual reports whether a and b are equal but for letter case and separators.
func foldEqual(a, b string) bool {
	if a != "" && b != "" {
		// Most codes begin alike and end otherwise.
		if y, z := a[len(a)-1], b[len(b)-1]; lower(y) != lower(z) && !isSeparator(y) && !isSeparator(z) {
			return false
		}
	}
	i, j := 0, 0
	for {
		for i < len(a) && isSeparator(a[i]) {
			i++
		}
		for j < len(b) && isSeparator(b[j]) {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if lower(a[i]) != lower(b[j]) {
			return false
		}
		i++
		j++
	}
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if lower(a[i]) != lower(b[i]) {
			return i
		}
	}
	return n
}

// middles cuts off what a and b share at both ends, letter case apart.
func middles(a, b string) (string, string) {
	n := commonPrefix(a, b)
	a, b = a[n:], b[n:]
	for a != "" && b != "" && lower(a[len(a)-1]) == lower(b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// maxMiddle bounds what is left of two codes once what they share at both ends
// is cut off; the longest code of the SDK has some 110 letters.
const maxMiddle = 128

// distance returns the optimal string alignment distance of a and b (insert,
// delete, substitute, transpose neighbours), letter case apart, or limit+1 as
// soon as it is known to be more than limit.
func distance(a, b string, limit int) int {
	a, b = middles(a, b)
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(b)-len(a) > limit || len(b) >= maxMiddle && len(a) > 0:
		return limit + 1
	case len(a) == 0:
		return len(b)
	}
	// Only cells at most limit off the diagonal can matter; the three rows are
	// those of the table for the letter before last, the last and this one.
	var rows [3][maxMiddle + 1]int
	for j := range min(limit, len(b)) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev, row, before := &rows[(i-1)%3], &rows[i%3], &rows[(i+1)%3]
		lo, hi := max(1, i-limit), min(len(b), i+limit)
		row[lo-1] = limit + 1
		if lo == 1 {
			row[0] = i
		}
		if hi == i+limit {
			prev[hi] = limit + 1
		}
		least := row[lo-1]
		for j := lo; j <= hi; j++ {
			d := prev[j-1]
			if lower(a[i-1]) != lower(b[j-1]) {
				d = 1 + min(d, prev[j], row[j-1])
			}
			if i > 1 && j > 1 && lower(a[i-1]) == lower(b[j-2]) && lower(a[i-2]) == lower(b[j-1]) {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(a)%3][len(b)], limit+1)
}

func abs(n int) int { return max(n, -n) }
