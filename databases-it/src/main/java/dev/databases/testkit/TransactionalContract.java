package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;

import dev.databases.Queries;
import dev.databases.sql.Insert;
import java.util.List;

/** What the contracts of transactions share: notes to insert, and what there is of them. */
abstract class TransactionalContract extends Contract {
    TransactionalContract(BackendContract backend) {
        super(backend);
    }

    static Insert insert(String text) {
        return NOTES.insert().set(NOTES.text, text);
    }

    /** The texts of all notes, sorted. */
    static List<String> texts(Queries queries) {
        return queries.fetchAll(NOTES.select(NOTES.text).orderBy(NOTES.text), String.class)
                .join();
    }
}
