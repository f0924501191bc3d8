package pad

// make bench puts other files in the place of this one (go build -overlay), to
// build programs whose loops lie differently.
const count = 0
