// randombytes.h - nothing that is reached asks for random bytes.
