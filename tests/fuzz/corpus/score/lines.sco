i1 0 1
i "name" 0 z 1
{ 2
{ 2 A
i1 [$A] 1
}
}
y 5
e
