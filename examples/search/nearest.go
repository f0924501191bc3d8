package search

// Nearest returns which of the vectors has the least squared distance to query,
// and that distance. vectors holds them one after the other, each of len(query)
// numbers; it is -1 if there is none.
func Nearest(query, vectors []int16) (index int, distance int64) {
	if len(query) == 0 || len(vectors)%len(query) != 0 {
		panic("search: vectors of another length than the query")
	}
	i, d := nearest(query, vectors)
	return int(i), d
}

// nearestGo stands in for the C where there is none, and says what it must do.
func nearestGo(query, vectors []int16) (index int64, distance int64) {
	index = -1
	for i := 0; len(query) > 0 && len(vectors) >= len(query); i++ {
		var d int64
		for k, x := range query {
			diff := int64(x) - int64(vectors[k])
			d += diff * diff
		}
		if index < 0 || d < distance {
			index, distance = int64(i), d
		}
		vectors = vectors[len(query):]
	}
	return index, distance
}
