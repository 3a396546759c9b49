import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Copies the jars of a class path for the distribution, without what a node never uses and yet pays for in memory and at its
 * start (decision 35):
 *
 * <ul>
 *   <li>Lambdas are not serializable any more. Scala makes all of its own so, and javac those of Pekko's interfaces; a JVM puts
 *       only others into its class archive, and spins these 1,400 anew in each process. What would read them back goes too.
 *   <li>What compilers keep for themselves: Scala's signatures, tables of local variables.
 *   <li>Generic signatures of the methods and fields of Scala, Pekko and Bouncy Castle, which nothing that a node runs reads.
 *   <li>What is said of each class in the manifest of a signed jar, the signature, and what only OSGi reads.
 *   <li>Entries of directories: a process that has opened a jar keeps the names of all that is in it.
 * </ul>
 *
 * <p>Line numbers stay, and so do all other generic signatures, which Jackson and others read. Usage: {@code SlimJars TARGET
 * CLASSPATH...}; directories of classes are only looked at, to know their types.
 */
public final class SlimJars {
    private static final String METAFACTORY = Type.getInternalName(LambdaMetafactory.class);
    private static final Handle PLAIN = new Handle(
            Opcodes.H_INVOKESTATIC,
            METAFACTORY,
            "metafactory",
            MethodType.methodType(
                            CallSite.class,
                            MethodHandles.Lookup.class,
                            String.class,
                            MethodType.class,
                            MethodType.class,
                            MethodHandle.class,
                            MethodType.class)
                    .toMethodDescriptorString(),
            false);
    private static final Set<String> FOR_SCALA_COMPILERS =
            Set.of("Lscala/reflect/ScalaSignature;", "Lscala/reflect/ScalaLongSignature;");
    private static final Pattern SIGNATURES = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    private static final List<String> NEVER_ASKED_FOR_TYPES =
            List.of("scala/", "org/apache/pekko/", "org/bouncycastle/");
    private static final List<String> FOR_OSGI =
            List.of("Export-Package", "Import-Package", "Private-Package", "Require-Capability", "Provide-Capability");

    private final ClassLoader types;
    private final Map<String, Set<String>> methods = new ConcurrentHashMap<>();

    private SlimJars(ClassLoader types) {
        this.types = types;
    }

    /** @param args the directory for the copies, and one or more class paths */
    public static void main(String[] args) throws IOException {
        var target = Files.createDirectories(Path.of(args[0]));
        var elements = Arrays.stream(args)
                .skip(1)
                .flatMap(path -> Arrays.stream(path.split(Pattern.quote(File.pathSeparator))))
                .distinct()
                .map(Path::of)
                .toList();
        var jars = elements.stream().filter(Files::isRegularFile).toList();
        var urls = new ArrayList<URL>();
        for (Path element : elements) {
            urls.add(element.toUri().toURL());
        }
        try (var types = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var slim = new SlimJars(types);
            jars.parallelStream().forEach(jar -> slim.copyWhole(jar, target.resolve(jar.getFileName())));
        }
    }

    /** Fails with the name of what cannot be copied. */
    private void copyWhole(Path jar, Path copy) {
        try {
            copy(jar, copy);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("cannot make a copy of " + jar, e);
        }
    }

    private void copy(Path jar, Path copy) throws IOException {
        try (var from = new ZipFile(jar.toFile());
                var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                if (entry.isDirectory() || SIGNATURES.matcher(entry.getName()).matches()) {
                    continue;
                }
                var same = new ZipEntry(entry.getName());
                same.setTime(entry.getTime());
                to.putNextEntry(same);
                try (var in = from.getInputStream(entry)) {
                    if (entry.getName().equals("META-INF/MANIFEST.MF")) {
                        slim(new Manifest(in)).write(to);
                    } else if (isClass(entry.getName())) {
                        to.write(slim(in.readAllBytes()));
                    } else {
                        in.transferTo(to);
                    }
                }
                to.closeEntry();
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private static Manifest slim(Manifest manifest) {
        manifest.getEntries().clear();
        FOR_OSGI.forEach(name -> manifest.getMainAttributes().remove(new Attributes.Name(name)));
        return manifest;
    }

    private byte[] slim(byte[] bytes) {
        // A writer that knows nothing of the old constants has none that nothing names any more.
        var writer = new ClassWriter(0);
        var reader = new ClassReader(bytes);
        reader.accept(new Slimmer(writer, !hasSerializableLambdas(reader)), 0);
        return writer.toByteArray();
    }

    private boolean hasSerializableLambdas(ClassReader reader) {
        var found = new boolean[1];
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new MethodVisitor(api) {
                            @Override
                            public void visitInvokeDynamicInsn(
                                    String name, String type, Handle bootstrap, Object... arguments) {
                                found[0] |= isAlternative(bootstrap)
                                        && !isPlain(name, Type.getReturnType(type), List.of(arguments));
                            }
                        };
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    private static boolean isAlternative(Handle bootstrap) {
        return bootstrap.getOwner().equals(METAFACTORY) && bootstrap.getName().equals("altMetafactory");
    }

    private final class Slimmer extends ClassVisitor {
        private final boolean nothingToDeserialize;
        private boolean keepsGenerics;

        Slimmer(ClassVisitor next, boolean nothingToDeserialize) {
            super(Opcodes.ASM9, next);
            this.nothingToDeserialize = nothingToDeserialize;
        }

        /** The signature of a class stays: Pekko reads there which mailbox an actor asks for. */
        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            keepsGenerics = NEVER_ASKED_FOR_TYPES.stream().noneMatch(name::startsWith);
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            return super.visitField(access, name, descriptor, keepsGenerics ? signature : null, value);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return FOR_SCALA_COMPILERS.contains(descriptor) ? null : super.visitAnnotation(descriptor, visible);
        }

        /** None that a JVM knows; and they may name constants by numbers that have changed. */
        @Override
        public void visitAttribute(Attribute unknown) {}

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if (nothingToDeserialize && name.equals("$deserializeLambda$")) {
                return null;
            }
            return new MethodVisitor(
                    api, super.visitMethod(access, name, descriptor, keepsGenerics ? signature : null, exceptions)) {
                @Override
                public void visitAttribute(Attribute unknown) {}

                @Override
                public void visitLocalVariable(
                        String name, String descriptor, String signature, Label from, Label to, int index) {}

                @Override
                public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
                    if (isAlternative(bootstrap) && isPlain(name, Type.getReturnType(type), List.of(arguments))) {
                        super.visitInvokeDynamicInsn(name, type, PLAIN, Arrays.copyOf(arguments, 3));
                    } else {
                        super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
                    }
                }
            };
        }
    }

    /**
     * Whether a lambda is the same but for being serializable when it is made by the plain factory.
     *
     * @param arguments of {@link LambdaMetafactory#altMetafactory}: three of types and code, flags, then markers and bridges,
     *     each with their number before them and only when the flags say so
     */
    private boolean isPlain(String method, Type lambda, List<Object> arguments) {
        int flags = (Integer) arguments.get(3);
        int at = 4;
        if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
            int end = at + 1 + (Integer) arguments.get(at);
            for (Object marker : arguments.subList(at + 1, end)) {
                if (!((Type) marker).getClassName().equals("java.io.Serializable")) {
                    return false;
                }
            }
            at = end;
        }
        if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
            // A bridge that no interface declares is one that nobody can call.
            int end = at + 1 + (Integer) arguments.get(at);
            for (Object bridge : arguments.subList(at + 1, end)) {
                var declared = declaredBy(lambda.getClassName());
                if (declared.isEmpty() || declared.contains(method + ((Type) bridge).getDescriptor())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The methods of an interface and of those it extends; none when it is not on the class path. */
    private Set<String> declaredBy(String type) {
        return methods.computeIfAbsent(type, name -> {
            try {
                return Arrays.stream(Class.forName(name, false, types).getMethods())
                        .map(method -> method.getName() + Type.getMethodDescriptor(method))
                        .collect(Collectors.toSet());
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                return Set.of();
            }
        });
    }
}
