package dev.till.node.files.git;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a device says of a repository, in the field of its name of {@code git/<folder>/<path>}: {@code
 * {"head":"refs/heads/main","refs":{"refs/heads/main":"<object name>"}}}.
 */
final class GitRecord {
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
    private static final Pattern REF = Pattern.compile("refs/(heads|tags)/[^\\p{Cntrl} ~^:?*\\[\\\\]{1,1000}");

    private GitRecord() {}

    static String prefix(FolderName folder) {
        return "git/" + folder;
    }

    static RegisterKey key(FolderName folder, Optional<FilePath> path, DeviceName device) {
        var entity = path.map(below -> prefix(folder) + "/" + below).orElse(prefix(folder));
        return RegisterKey.of(entity, device.value());
    }

    static Value write(Repository.Refs refs) {
        var json = new JsonWriter(512).open('{').text("head", refs.head()).open("refs", '{');
        refs.refs().forEach(json::text);
        return new Value(json.close('}').close('}').toString());
    }

    /** Reads it; throws IllegalArgumentException on anything that git should not be given. */
    static Repository.Refs read(String text) {
        var members = JsonMembers.parse(text);
        var refs = new TreeMap<String, String>();
        var told = members.object("refs").orElseThrow(() -> new IllegalArgumentException("refs: nothing"));
        for (String name : told.names()) {
            var object = told.text(name);
            if (!isRef(name) || !isObject(object)) {
                throw new IllegalArgumentException("ref: '" + name + "' (expected: a branch or tag, and an object)");
            }
            refs.put(name, object);
        }
        var head = members.optionalText("head");
        if (head.isPresent() && !isRef(head.get())) {
            throw new IllegalArgumentException("head: '" + head.get() + "' (expected: a branch)");
        }
        return new Repository.Refs(head, refs);
    }

    static boolean isObject(String name) {
        return OBJECT.matcher(name).matches();
    }

    private static boolean isRef(String name) {
        return REF.matcher(name).matches()
                && !name.contains("..")
                && !name.contains("//")
                && !name.contains("@{")
                && !name.contains("/.")
                && !name.endsWith("/")
                && !name.endsWith(".")
                && !name.contains(".lock");
    }

    /** Where the refs of a device go. */
    static String refs(DeviceName device) {
        var name = device.value();
        boolean fine = !name.contains("..") && !name.endsWith(".") && !name.endsWith(".lock");
        return "refs/till/" + (fine ? name : name.replace('.', '_'));
    }
}
