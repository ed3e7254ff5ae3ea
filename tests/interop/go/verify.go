// Verify checks what `qingce prove --json` prints with Go's own sumdb packages, and nothing of ours.
//
// It reads one JSON object from standard input: the log's vkey, receipts (`qingce prove POSITION`)
// and consistency proofs (`qingce prove --from M --to N`). It writes, for each of them in order, an
// empty string when it holds and Go's reason when it does not.
package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type receipt struct {
	LeafIndex  int64    `json:"leaf_index"`
	TreeSize   int64    `json:"tree_size"`
	Record     []byte   `json:"record"`
	LeafHash   []byte   `json:"leaf_hash"`
	Proof      [][]byte `json:"proof"`
	Checkpoint string   `json:"checkpoint"`
}

type consistency struct {
	From     int64    `json:"from"`
	To       int64    `json:"to"`
	Proof    [][]byte `json:"proof"`
	RootFrom []byte   `json:"root_from"`
	RootTo   []byte   `json:"root_to"`
}

type question struct {
	Vkey          string        `json:"vkey"`
	Receipts      []receipt     `json:"receipts"`
	Consistencies []consistency `json:"consistencies"`
}

type answer struct {
	Receipts      []string `json:"receipts"`
	Consistencies []string `json:"consistencies"`
}

func main() {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fail(err)
	}
	verifier, err := note.NewVerifier(asked.Vkey)
	if err != nil {
		fail(err)
	}
	said := answer{Receipts: []string{}, Consistencies: []string{}}
	for _, item := range asked.Receipts {
		said.Receipts = append(said.Receipts, reason(checkReceipt(item, verifier)))
	}
	for _, item := range asked.Consistencies {
		said.Consistencies = append(said.Consistencies, reason(checkConsistency(item)))
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		fail(err)
	}
}

func checkReceipt(item receipt, verifier note.Verifier) error {
	opened, err := note.Open([]byte(item.Checkpoint), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	size, root, err := parseCheckpoint(opened.Text, verifier.Name())
	if err != nil {
		return err
	}
	if size != item.TreeSize {
		return errors.New("the receipt names another size than its checkpoint")
	}
	leaf := tlog.RecordHash(item.Record)
	if given, err := hash(item.LeafHash); err != nil || given != leaf {
		return errors.New("the leaf hash is not the record's")
	}
	proof, err := hashes(item.Proof)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, size, root, item.LeafIndex, leaf)
}

func checkConsistency(item consistency) error {
	proof, err := hashes(item.Proof)
	if err != nil {
		return err
	}
	from, errFrom := hash(item.RootFrom)
	to, errTo := hash(item.RootTo)
	if errFrom != nil || errTo != nil {
		return errors.New("a root is not 32 bytes")
	}
	return tlog.CheckTree(proof, item.To, to, item.From, from)
}

func parseCheckpoint(text, origin string) (int64, tlog.Hash, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return 0, tlog.Hash{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	root, err := hash(raw)
	return size, root, err
}

func hashes(raw [][]byte) ([]tlog.Hash, error) {
	proof := []tlog.Hash{}
	for _, item := range raw {
		one, err := hash(item)
		if err != nil {
			return nil, err
		}
		proof = append(proof, one)
	}
	return proof, nil
}

func hash(raw []byte) (tlog.Hash, error) {
	var value tlog.Hash
	if len(raw) != len(value) {
		return value, fmt.Errorf("a hash of %d bytes", len(raw))
	}
	copy(value[:], raw)
	return value, nil
}

func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(2)
}
