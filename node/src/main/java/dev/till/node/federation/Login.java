package dev.till.node.federation;

import dev.till.federation.github.GitHubException;
import dev.till.federation.github.Token;
import dev.till.federation.outbox.Outside;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.federation.role.Role;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps a token, once GitHub has said that it is good for what till does, as far as GitHub may be asked and answers. */
final class Login {
    private Login() {}

    /** What came of it. */
    record Tried(FederationReply reply) {
        static Tried failed(String why) {
            return new Tried(new Refused(Why.FAILED, why));
        }
    }

    /** Runs in a thread that may block. */
    static Tried attempt(Outside outside, Role role, Token token) {
        try {
            if (!role.may(Right.READ_MENU)) {
                outside.keep(token);
                return kept(Optional.empty(), "not tried: the role " + role.word() + " sends no request");
            }
            var identity = outside.identity(role, token);
            var missing = missing(identity.scopes());
            if (!missing.isEmpty()) {
                return new Tried(new Refused(
                        Why.FORBIDDEN,
                        "the token of " + identity.login() + " lacks the scope "
                                + String.join(" and the scope ", missing)
                                + "; it was not kept. Make one with the scopes gist and public_repo (or repo)"));
            }
            outside.keep(token);
            return kept(Optional.of(identity.login()), "");
        } catch (GitHubException e) {
            return unanswered(outside, token, e);
        } catch (NotAllowed e) {
            return new Tried(new Refused(Why.FORBIDDEN, e.getMessage()));
        } catch (IOException e) {
            return Tried.failed("the token could not be kept: " + e.getMessage());
        }
    }

    private static Tried unanswered(Outside outside, Token token, GitHubException e) {
        if (!e.isRetryable()) {
            return new Tried(new Refused(Why.FORBIDDEN, e.getMessage() + "; the token was not kept"));
        }
        try {
            outside.keep(token);
            return kept(Optional.empty(), "not tried: " + e.getMessage());
        } catch (IOException failure) {
            return Tried.failed("the token could not be kept: " + failure.getMessage());
        }
    }

    /** A token of the newer, fine-grained kind shows no scopes; what it lacks is only seen when it is used. */
    private static List<String> missing(Set<String> scopes) {
        var missing = new ArrayList<String>();
        if (!scopes.isEmpty() && !scopes.contains("gist")) {
            missing.add("gist");
        }
        if (!scopes.isEmpty() && !scopes.contains("repo") && !scopes.contains("public_repo")) {
            missing.add("public_repo");
        }
        return missing;
    }

    private static Tried kept(Optional<String> login, String note) {
        return new Tried(new Done(new JsonWriter()
                .open('{')
                .text("login", login)
                .flag("checked", login.isPresent())
                .text("note", note)
                .close('}')
                .toString()));
    }
}
