import { Select, SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '../api/queries.ts';

type Product = { productKind: string; material: string };
type Props = Product & { onChange: (change: Partial<Product>) => void };

const asOptions = (choices: { id: string; label: string }[] | undefined) =>
  (choices ?? []).map(({ id, label }) => ({ value: id, label }));

/** What the product is and what it is made of. */
export function ProductSelects({ productKind, material, onChange }: Props) {
  const { data } = useQuery(catalogueQuery());
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label="Product"
        data={asOptions(data?.productKinds)}
        value={productKind}
        onChange={(value) => value !== null && onChange({ productKind: value })}
        allowDeselect={false}
        searchable
      />
      <Select
        label="Material"
        data={asOptions(data?.materials)}
        value={material}
        onChange={(value) => value !== null && onChange({ material: value })}
        allowDeselect={false}
        searchable
      />
    </SimpleGrid>
  );
}
