package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// unavailable is the error of sources that this machine cannot get at.
type unavailable struct{ why string }

func (u unavailable) Error() string { return u.why }

// clients fetch a file of a code base, each with the ordinary program of its
// registry, and return its path. dir is empty and theirs.
var clients map[string]func(cache, dir string, c codebase) (string, error)

func init() {
	clients = map[string]func(string, string, codebase) (string, error){
		"deb": fetchDeb, "crate": fetchCrate, "go": fetchGo, "pypi": fetchPyPI, "npm": fetchNpm,
	}
}

// command runs a client. That it is missing or fails is for want of a source.
func command(dir string, env []string, args ...string) ([]byte, error) {
	var stderr bytes.Buffer
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), &stderr
	out, err := cmd.Output()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return nil, unavailable{fmt.Sprintf("%s: %v: %s", args[0], err, lines[len(lines)-1])}
	}
	return out, nil
}

const debianKeys = "/usr/share/keyrings/debian-archive-keyring.gpg"

// debianMirror is where this machine's apt gets Debian from; "" if it does not.
func debianMirror() string {
	out, _ := exec.Command("apt-get", "indextargets", "--format", "$(REPO_URI)").Output()
	for _, uri := range strings.Fields(string(out)) {
		if strings.HasSuffix(strings.TrimSuffix(uri, "/"), "/debian") {
			return uri
		}
	}
	return ""
}

// aptUpdated says that this process has asked for the lists of sources.
var aptUpdated = map[string]bool{}

// fetchDeb has apt bring what upstream released, without Debian's changes. Its
// lists are of its own: those of the machine are left alone, and lack sources.
func fetchDeb(cache, dir string, c codebase) (string, error) {
	pkg, suite, ok := strings.Cut(c.pkg, "/")
	if !ok {
		return "", fmt.Errorf("%s: want PACKAGE/SUITE, not %q", c.name, c.pkg)
	}
	mirror := debianMirror()
	if mirror == "" {
		return "", unavailable{"apt has no mirror of Debian"}
	}
	apt := filepath.Join(cache, "apt-"+suite)
	for _, d := range []string{"lists/partial", "cache/archives/partial", "none"} {
		if err := os.MkdirAll(filepath.Join(apt, d), 0o755); err != nil {
			return "", err
		}
	}
	keys := ""
	if _, err := os.Stat(debianKeys); err == nil {
		keys = "[signed-by=" + debianKeys + "] "
	}
	line := "deb-src " + keys + mirror + " " + suite + " main\n"
	conf := fmt.Sprintf("Dir::Etc::SourceList %q;\nDir::Etc::SourceParts %q;\nDir::State::Lists %q;\nDir::Cache %q;\n"+
		"APT::Sandbox::User \"root\";\n", apt+"/sources.list", apt+"/none", apt+"/lists", apt+"/cache")
	if err := errors.Join(os.WriteFile(apt+"/sources.list", []byte(line), 0o644),
		os.WriteFile(apt+"/apt.conf", []byte(conf), 0o644)); err != nil {
		return "", err
	}
	env := []string{"APT_CONFIG=" + apt + "/apt.conf"}
	if !aptUpdated[suite] {
		if _, err := command(dir, env, "apt-get", "-qq", "update", "--error-on=any"); err != nil {
			return "", err
		}
		aptUpdated[suite] = true
	}
	if _, err := command(dir, env, "apt-get", "-qq", "source", "--download-only", "--tar-only", pkg); err != nil {
		return "", err
	}
	return filepath.Join(dir, c.file), nil
}

// fetchCrate has cargo fetch a crate that needs it.
func fetchCrate(cache, dir string, c codebase) (string, error) {
	manifest := fmt.Sprintf("[package]\nname = \"fetch\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n"+
		"[dependencies]\n%s = { version = \"=%s\", default-features = false }\n", c.pkg, c.version)
	if err := errors.Join(os.WriteFile(dir+"/Cargo.toml", []byte(manifest), 0o644),
		os.WriteFile(dir+"/lib.rs", nil, 0o644)); err != nil {
		return "", err
	}
	home := filepath.Join(cache, "cargo")
	if _, err := command(dir, []string{"CARGO_HOME=" + home}, "cargo", "fetch", "--quiet"); err != nil {
		return "", err
	}
	found, _ := filepath.Glob(home + "/registry/cache/*/" + c.file)
	if len(found) == 0 {
		return "", fmt.Errorf("cargo has fetched no %s", c.file)
	}
	return found[0], nil
}

func fetchGo(_, dir string, c codebase) (string, error) {
	out, err := command(dir, []string{"GOFLAGS=-mod=mod"}, "go", "mod", "download", "-json", c.pkg+"@"+c.version)
	if err != nil {
		return "", err
	}
	var m struct{ Zip string }
	err = json.Unmarshal(out, &m)
	return m.Zip, err
}

func fetchPyPI(_, dir string, c codebase) (string, error) {
	_, err := command(dir, nil, "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", c.pkg+"=="+c.version)
	return filepath.Join(dir, c.file), err
}

func fetchNpm(_, dir string, c codebase) (string, error) {
	_, err := command(dir, nil, "npm", "pack", "--silent", c.pkg+"@"+c.version)
	return filepath.Join(dir, c.file), err
}

// verify holds a file against the list.
func verify(path, want string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	got := sha256.Sum256(data)
	if hex.EncodeToString(got[:]) != want {
		return fmt.Errorf("%s has the SHA-256 %x, and the list says %s", filepath.Base(path), got, want)
	}
	return nil
}

// fetch returns the folder with a code base's sources, unpacked below cache. A
// file that is there is held against the list too.
func fetch(cache string, c codebase) (string, error) {
	file := filepath.Join(cache, "files", c.file)
	if _, err := os.Stat(file); err != nil {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return "", err
		}
		dir, err := os.MkdirTemp(cache, "fetch-")
		if err != nil {
			return "", err
		}
		defer os.RemoveAll(dir)
		got, err := clients[c.kind](cache, dir, c)
		if err != nil {
			return "", err
		}
		data, err := os.ReadFile(got)
		if err != nil {
			return "", fmt.Errorf("%s of %s is not what the client brought: %v", c.file, c.pkg, err)
		}
		if err := os.WriteFile(file+".new", data, 0o644); err != nil {
			return "", err
		}
		if err := verify(file+".new", c.sha256); err != nil {
			return "", err
		}
		if err := os.Rename(file+".new", file); err != nil {
			return "", err
		}
	}
	if err := verify(file, c.sha256); err != nil {
		return "", err
	}
	return unpack(cache, file, c)
}

// unpack does so anew each time: what a failed run has left, or changed, counts
// for nothing.
func unpack(cache, file string, c codebase) (string, error) {
	dir := filepath.Join(cache, "src", c.name)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return "", err
	}
	if c.kind == "go" {
		return dir, unzip(file, dir, c.pkg+"@"+c.version+"/")
	}
	out, err := exec.Command("tar", "-xf", file, "-C", dir, "--strip-components=1", "--no-same-owner").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("tar: %v\n%s", err, out)
	}
	return dir, nil
}

func unzip(file, dir, prefix string) error {
	r, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer r.Close()
	for _, f := range r.File {
		name, ok := strings.CutPrefix(f.Name, prefix)
		if !ok || !filepath.IsLocal(name) {
			return fmt.Errorf("%s: %q is not below %s", file, f.Name, prefix)
		}
		if err := unzipFile(f, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func unzipFile(f *zip.File, to string) error {
	if strings.HasSuffix(f.Name, "/") {
		return nil
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	return errors.Join(err, os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, 0o644))
}
