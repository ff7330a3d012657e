-- A UUID of version 5 (RFC 9562, 5.5): the first 128 bits of the sha1 of the
-- namespace's bytes and the name, with the bits of version and variant set.
create or replace macro uuid_v5(namespace, name) as
    list_transform(
        [sha1(unhex(replace(namespace, '-', '')) || encode(name))],
        lambda hex: cast(
            substr(hex, 1, 12)
            || '5'
            || substr(hex, 14, 3)
            -- The variant's two bits are 10: one of 8, 9, a and b.
            || substr(
                '89ab',
                (instr('0123456789abcdef', substr(hex, 17, 1)) - 1) % 4 + 1,
                1
            )
            || substr(hex, 18, 15)
            as uuid
        )
    )[1]
