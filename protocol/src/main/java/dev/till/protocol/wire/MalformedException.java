package dev.till.protocol.wire;

/** Bytes from outside do not have the form they claim. The message says which part and what was expected. */
public class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
