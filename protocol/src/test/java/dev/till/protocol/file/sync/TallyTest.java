package dev.till.protocol.file.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // what happened             | agreed | here | gone | theirs gone | changed | stops
                "nothing                     | 10     | 10   | 0    | 0           | 0       | false",
                "half is gone                | 10     | 5    | 5    | 0           | 0       | false",
                "more than half is gone      | 10     | 4    | 6    | 0           | 0       | true",
                "most of very few            | 3      | 1    | 2    | 0           | 0       | false",
                "all of very few             | 2      | 0    | 2    | 0           | 0       | true",
                "replaced by other files     | 3      | 3    | 3    | 0           | 0       | false",
                "the only one was deleted    | 1      | 0    | 1    | 0           | 0       | false",
                "they deleted half           | 10     | 10   | 0    | 5           | 0       | false",
                "they deleted more than half | 10     | 10   | 0    | 6           | 0       | true",
                "they deleted all            | 2      | 2    | 0    | 2           | 0       | true",
                "every file changed          | 20     | 20   | 0    | 0           | 20      | true",
                "every file of few changed   | 19     | 19   | 0    | 0           | 19      | false",
                "all but one changed         | 21     | 21   | 0    | 0           | 20      | false",
            })
    void brakes(String situation, long agreed, long here, long gone, long theirs, long changed, boolean stops) {
        assertThat(!new Tally(agreed, here, gone, theirs, changed).brakes().isEmpty())
                .as(situation)
                .isEqualTo(stops);
    }
}
