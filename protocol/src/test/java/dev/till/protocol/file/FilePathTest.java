package dev.till.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.txt", ".bashrc", "docs/größe", "a b/…", "console", "com10", ".tilly"})
    void usualPaths_areTaken(String path) {
        assertThat(new FilePath(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "a//b",
                "a/",
                "../x",
                "a/../../x",
                "a/./b",
                "a\\b",
                "a\nb",
                "a\u0000b",
                "e\u0301",
                "NUL",
                "aux.txt",
                "x/Com1.log",
                ".till",
                ".till/stage/x",
                "\uD800",
                "x\uFFFDy"
            })
    void pathsThatSomeDeviceCannotHave_areRefused(String path) {
        assertThatThrownBy(() -> new FilePath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesLongerThanFileSystemsTake_areRefused() {
        assertThat(FilePath.refusal("ü".repeat(127))).isEmpty();
        assertThat(FilePath.refusal("ü".repeat(128))).isPresent();
        assertThat(FilePath.refusal("x".repeat(10_240))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt, a.conflict-m4.txt",
        "dir.d/a.tar.gz, dir.d/a.tar.conflict-m4.gz",
        "dir.d/README, dir.d/README.conflict-m4",
        ".bashrc, .bashrc.conflict-m4"
    })
    void conflictCopy_isNamedAsTcfsDoes(String path, String copy) {
        assertThat(new FilePath(path).conflictCopy("m4")).isEqualTo(new FilePath(copy));
    }
}
