package stack

import (
	"bytes"
	"debug/elf"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// image is the code and the constants that a Go archive brings along.
type image struct {
	code    []byte
	entries map[string]uint64  // C function -> offset
	ranges  map[string][]place // function -> where its code is; .cold parts included
}

type place struct{ start, end uint64 }

// member finds a file in an ar archive.
func member(archive []byte, name string) ([]byte, error) {
	const magic, header = "!<arch>\n", 60
	rest, ok := bytes.CutPrefix(archive, []byte(magic))
	for ok && len(rest) >= header {
		size, err := strconv.Atoi(strings.TrimSpace(string(rest[48:58])))
		if err != nil || header+size > len(rest) {
			break
		}
		if strings.TrimRight(string(rest[:16]), " /") == name {
			return rest[header : header+size], nil
		}
		rest = rest[min(len(rest), header+size+size%2):]
	}
	return nil, fmt.Errorf("no %s in the archive", name)
}

func readImage(path, arch string) (*image, error) {
	archive, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	object, err := member(archive, "image_"+arch+".o")
	if err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	f, err := elf.NewFile(bytes.NewReader(object))
	if err != nil {
		return nil, err
	}
	text := f.Section(".text")
	if text == nil || f.Section(".rela.text") != nil {
		return nil, fmt.Errorf("%s: the image has no code, or relocations", path)
	}
	symbols, err := f.Symbols()
	if err != nil {
		return nil, err
	}
	img := &image{entries: map[string]uint64{}, ranges: map[string][]place{}}
	for _, s := range symbols {
		if elf.ST_BIND(s.Info) == elf.STB_GLOBAL {
			// nearcall_<hash>_<function>
			parts := strings.SplitN(s.Name, "_", 3)
			if len(parts) == 3 {
				img.entries[parts[2]] = s.Value
			}
			continue
		}
		// What is cold stands apart, after the function's own place.
		name, cold := strings.CutSuffix(s.Name, ".cold")
		at := place{s.Value, s.Value + s.Size}
		if cold {
			img.ranges[name] = append(img.ranges[name], at)
		} else {
			img.ranges[name] = slices.Insert(img.ranges[name], 0, at)
		}
	}
	img.code, err = text.Data()
	return img, err
}
