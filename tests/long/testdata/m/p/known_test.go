package p

// KnownGo: yield works.
const KnownGo = true
