package dev.till.node.message;

/** What kept a host from being reached, in the order in which things are tried. */
public enum SshFault {
    /** Its name stands for no address. */
    NAME(true),
    /** Nothing answers there, or not as SSH does. */
    PORT(true),
    /** It is not who it was. */
    HOST_KEY(false),
    /** It does not admit our key. */
    ADMISSION(false),
    /** The connection broke, or there was no room on it. */
    SESSION(true),
    /** Something is wrong on this side. */
    LOCAL(false);

    private final boolean passing;

    SshFault(boolean passing) {
        this.passing = passing;
    }

    /** Whether trying again may help without anybody doing something about it. */
    public boolean isPassing() {
        return passing;
    }
}
