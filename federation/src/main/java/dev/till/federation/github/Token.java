package dev.till.federation.github;

import java.util.regex.Pattern;

/** What proves to GitHub who we are. Its text is in {@link #secret} alone, so that it never gets into a log. */
public record Token(String secret) {
    private static final Pattern SHAPE = Pattern.compile("[!-~]{1,512}");

    public Token {
        if (!SHAPE.matcher(secret).matches()) {
            throw new IllegalArgumentException("token: " + secret.length()
                    + " characters (expected: one line of 1 to 512 visible ASCII characters)");
        }
    }

    @Override
    public String toString() {
        return "token";
    }
}
